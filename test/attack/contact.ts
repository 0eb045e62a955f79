/**
 * A malicious contact: an honest one until connected, whose keys are then taken out of its store and used by hand, so that
 * any bytes can be put into any layer.
 */

import {
  type AMessage,
  agentMessageLength,
  agentVersions,
  aMessage,
  connInfoLength,
  type Envelope,
  envelope,
} from "../../worker/agent/message.ts"
import { newMessage } from "../../worker/chat/content.ts"
import { chatVersions, writeMessage } from "../../worker/chat/message.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { privateKey, publicKey } from "../../worker/crypto/keys.ts"
import { type EncryptOptions, encryptBody, encryptHeader } from "../../worker/crypto/ratchet.ts"
import { type RatchetState, ratchetState } from "../../worker/crypto/ratchet-state.ts"
import { ascii, type Bytes, concat } from "../../worker/encoding/bytes.ts"
import { decode, encode, int64, short } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { type ClientEnvelope, type ClientMessage, sealClientMessage } from "../../worker/smp/body.ts"
import { openSession, type Session } from "../../worker/smp/client.ts"
import type { ConnectionRow, RatchetRow, SndQueue } from "../../worker/store/agent.ts"
import { directConnect } from "../support/direct.ts"
import { attackClock } from "./clock.ts"
import { newInsider, type Person, random, until } from "./people.ts"

/** A connection of our own, to say to the server whatever we like. */
export const sessionWith = (address: string): Promise<Session> =>
  openSession({
    server: parseServerAddress(address, "smp").server,
    connect: directConnect,
    clock: attackClock(),
    random,
    onPush: () => undefined,
    onClose: () => undefined,
  })

export type Hostile = {
  /** The victim's chat with us. */
  readonly chatId: string
  readonly connection: ConnectionRow
  /** What is said next continues from here; may be set back, to say two things with one key. */
  ratchet: RatchetState
  /** Number and hash of our last message. */
  sndMsgId: number
  sndHash: Bytes
  /** A whole SEND body, however it came about. */
  body(body: Bytes): Promise<void>
  /** Any bytes inside the layer of the queue; other headers on request. */
  inner(bytes: Bytes, header?: Partial<ClientMessage & Pick<ClientEnvelope, "publicKey" | "version">>): Promise<void>
  /** Any bytes as the ratchet's message, in an envelope that is right. */
  encrypted(bytes: Bytes, agentVersion?: number): Promise<void>
  /** One step of the ratchet: its message with any bytes inside. */
  encrypt(plaintext: Bytes, options?: Partial<EncryptOptions>): Promise<Bytes>
  /** A confirmation of the inviter, with any bytes inside the ratchet. */
  confirm(plaintext: Bytes): Promise<void>
  /** An agent message, numbered and chained as it should be, or as told. Bytes stand for the message after the header. */
  message(m: AMessage | Bytes, lies?: { readonly id?: bigint; readonly hash?: Bytes }): Promise<Bytes>
  /** Any bytes as what chat gets. */
  chat(body: Bytes): Promise<void>
  /** An honest text, so that it can be seen whether it arrives. */
  text(text: string): Promise<void>
}

export const textBody = (text: string): Bytes =>
  writeMessage({
    versions: chatVersions,
    msgId: null,
    event: { type: "x.msg.new", message: newMessage({ type: "text", text }) },
  })

/** An agent message by hand: any number, any hash, any bytes behind. */
export const agentBytes = (id: bigint, hash: Bytes, rest: Bytes): Bytes =>
  concat(ascii("M"), encode(int64, id), encode(short, hash), rest)

type Insider = Awaited<ReturnType<typeof newInsider>>

/** Who makes the link. */
export type Victim = Pick<Person, "hasStatus"> & { readonly api: Pick<Person["api"], "createLink"> }

/** Joins the victim by its link, honestly, and takes over from there. */
export const hostileContact = async (victim: Victim, servers: readonly string[]): Promise<Hostile> => {
  const { id: chatId, link } = await victim.api.createLink()
  const insider = await newInsider("Mallory", { servers })
  const chat = await insider.profile.chat.commands.connect(link?.short ?? "")
  await victim.hasStatus(chatId, "connected")
  await until("connected", () =>
    insider.profile.chat.chats().some(c => c.id === chat.id && c.status === "connected" && c.name !== ""),
  )
  return takeOver(insider, chatId)
}

/** From here on the honest program is stopped, and what it knew is used by hand. */
export const takeOver = async ({ store, profile }: Insider, chatId: string): Promise<Hostile> => {
  const [connection] = await store.list("connections")
  const [row]: readonly (RatchetRow | undefined)[] = await store.list("ratchets")
  const snd: SndQueue | undefined = connection?.snd[0]
  if (connection === undefined || row === undefined || snd === undefined) throw new Error("not connected")
  profile.close()
  const session = await sessionWith(snd.server)
  const key = privateKey("X25519", snd.authKey)

  const me: Hostile = {
    chatId,
    connection,
    ratchet: decode(ratchetState, row.ratchet),
    sndMsgId: row.sndMsgId,
    sndHash: row.sndHash,
    body: async body => {
      const answer = await session.request(snd.sndId, { type: "SEND", notification: true, body }, key)
      if (answer.type !== "OK") throw new Error("the relay has refused")
    },
    inner: (bytes, header = {}) =>
      me.body(
        sealClientMessage({
          version: snd.clientVersion,
          secret: snd.e2eSecret,
          publicKey: null,
          senderKey: null,
          nonce: random(24),
          body: bytes,
          ...header,
        }),
      ),
    encrypted: (bytes, agentVersion = agentVersions.max) =>
      me.inner(encode(envelope, { type: "message", agentVersion, encMessage: bytes })),
    encrypt: async (plaintext, options = {}) => {
      const { state, key: k } = await encryptHeader(me.ratchet, { supportedVersion: 3, ...options })
      me.ratchet = state
      return encryptBody(k, plaintext, agentMessageLength(connection.agentVersion, connection.pqSupport))
    },
    confirm: async plaintext => {
      const { state, key: k } = await encryptHeader(me.ratchet, { supportedVersion: 3 })
      me.ratchet = state
      const length = connInfoLength(connection.agentVersion, connection.pqSupport)
      const encConnInfo = await encryptBody(k, plaintext, length)
      const e: Envelope = { type: "confirmation", agentVersion: agentVersions.max, e2e: null, encConnInfo }
      await me.inner(encode(envelope, e), { publicKey: publicKey("X25519", snd.e2ePublic) })
    },
    message: async (m, { id, hash } = {}) => {
      const rest = m instanceof Uint8Array ? m : encode(aMessage, m)
      const plain = agentBytes(id ?? BigInt(me.sndMsgId + 1), hash ?? me.sndHash, rest)
      if (id === undefined) me.sndMsgId++
      me.sndHash = sha256(plain)
      const bytes = await me.encrypt(plain)
      await me.encrypted(bytes)
      return bytes
    },
    chat: async body => void (await me.message({ type: "A_MSG", body })),
    text: text => me.chat(textBody(text)),
  }
  return me
}
