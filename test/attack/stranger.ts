/** Somebody who has a link and answers it by hand: every part of the first message can be chosen. */

import { type InvitationLink, parseLink } from "../../worker/agent/link.ts"
import { type AgentMessage, agentMessage, connInfoLength, type Envelope, envelope } from "../../worker/agent/message.ts"
import { newProfile } from "../../worker/chat/content.ts"
import { chatVersions, writeMessage } from "../../worker/chat/message.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { dh, generateKeyPair, type PublicKey, toSpki } from "../../worker/crypto/keys.ts"
import { encryptBody, encryptHeader } from "../../worker/crypto/ratchet.ts"
import {
  agreeAsJoiner,
  type E2eParams,
  generateE2ePrivate,
  joinerRatchet,
  toParams,
  uriToParams,
} from "../../worker/crypto/x3dh.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { encode } from "../../worker/encoding/codec.ts"
import { writeServerAddress } from "../../worker/encoding/server.ts"
import type { QueueInfo, QueueUri } from "../../worker/smp/address.ts"
import { type ClientEnvelope, type ClientMessage, sealClientMessage } from "../../worker/smp/body.ts"
import { sessionWith } from "./contact.ts"
import { random } from "./people.ts"

export const profileInfo = (name: string): Bytes =>
  writeMessage({ versions: chatVersions, msgId: null, event: { type: "x.info", profile: newProfile(name) } })

export type Parts = {
  readonly agentVersion?: number
  readonly e2e?: E2eParams | null
  readonly info?: AgentMessage | Bytes
  /** Instead of what the ratchet makes of `info`. */
  readonly encConnInfo?: Bytes
}

export type Stranger = {
  readonly uri: QueueUri
  readonly params: E2eParams
  /** A queue of ours on the same server, as the answer should name it. */
  readonly reply: QueueInfo
  /** A whole SEND body. */
  body(body: Bytes): Promise<void>
  /** Bytes inside the layer of the queue. */
  inner(bytes: Bytes, header?: Partial<ClientMessage & Pick<ClientEnvelope, "publicKey">>): Promise<void>
  /** A confirmation; parts that are not given are right. */
  confirm(parts?: Parts): Promise<void>
}

export const newStranger = async (link: string): Promise<Stranger> => {
  const request = parseLink(link) as InvitationLink
  const [uri] = request.queues
  if (uri === undefined) throw new Error("no queue in the link")
  const session = await sessionWith(writeServerAddress(uri.server, "smp"))
  const key = generateKeyPair("X25519", random)
  await session.request(uri.senderId, { type: "SKEY", key: toSpki(key.publicKey) }, key.privateKey)

  const rcvKey = generateKeyPair("Ed25519", random)
  const ids = await session.request(
    new Uint8Array(0),
    {
      type: "NEW",
      rcvAuthKey: toSpki(rcvKey.publicKey),
      rcvDhKey: toSpki(generateKeyPair("X25519", random).publicKey),
      auth: null,
      subscribe: false,
      queue: { type: "messaging", link: null },
      ntf: null,
    },
    rcvKey.privateKey,
  )
  if (ids.type !== "IDS") throw new Error("no queue")
  const dhKey = generateKeyPair("X25519", random).publicKey
  const reply: QueueInfo = { version: 4, server: uri.server, senderId: ids.sndId, dhKey, mode: "messaging" }

  const e2e = generateKeyPair("X25519", random)
  const secret = dh(uri.dhKey, e2e.privateKey)
  const own = await generateE2ePrivate(3, { type: "propose" }, { random, kem: loadKem })
  const theirs = uriToParams(request.e2e, 3)
  const third = generateKeyPair("X448", random)
  const state = joinerRatchet({ version: 3, maxVersion: 3 }, theirs.key2, third, agreeAsJoiner(own, theirs))
  const params = toParams(3, own)

  const me: Stranger = {
    uri,
    params,
    reply,
    body: async body => {
      const answer = await session.request(uri.senderId, { type: "SEND", notification: true, body }, key.privateKey)
      if (answer.type !== "OK") throw new Error("the relay has refused")
    },
    inner: (bytes, header = {}) =>
      me.body(
        sealClientMessage({
          version: 4,
          secret,
          publicKey: e2e.publicKey,
          senderKey: null,
          nonce: random(24),
          body: bytes,
          ...header,
        }),
      ),
    confirm: async ({ agentVersion = 7, e2e = params, info, encConnInfo } = {}) => {
      const said = info ?? { type: "connInfoReply", queues: [reply], connInfo: profileInfo("Stranger") }
      const { key: k } = await encryptHeader(state, { supportedVersion: 3, pqEncryption: true })
      const plain = said instanceof Uint8Array ? said : encode(agentMessage, said)
      const sealed = encConnInfo ?? (await encryptBody(k, plain, connInfoLength(7, true)))
      const m: Envelope = { type: "confirmation", agentVersion, e2e, encConnInfo: sealed }
      await me.inner(encode(envelope, m))
    },
  }
  return me
}

/** Keys of low order: whatever is agreed with them is zero. */
export const zeroX25519 = { alg: "X25519", raw: new Uint8Array(32) } as PublicKey<"X25519">
export const zeroX448 = { alg: "X448", raw: new Uint8Array(56) } as PublicKey<"X448">
