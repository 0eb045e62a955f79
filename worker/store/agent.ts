/**
 * Rows of the agent: connections with their queues, ratchets, pending deliveries.
 *
 * Keys are raw bytes (32 for X25519 and Ed25519); servers are their text form, the one unique name they have.
 */
import type { Counters } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"

/** A queue on a server of our choice, from which we receive. Peer: RcvQueue. */
export type RcvQueue = {
  readonly server: string
  readonly rcvId: Bytes
  readonly sndId: Bytes
  /** Ed25519 private key (seed) that authorises our commands. */
  readonly authKey: Bytes
  /** X25519 shared secret with the server: the second layer of MSG bodies. */
  readonly serverSecret: Bytes
  /** X25519 private key for the sender's side of the per-queue encryption. */
  readonly e2ePrivate: Bytes
  /** Agreed with the first confirmation. From then on a public header is refused. */
  readonly e2eSecret?: Bytes
  readonly clientVersion: number
  /** Whether senders secure the queue themselves (SKEY): mode "messaging". */
  readonly senderCanSecure: boolean
  readonly status: "new" | "confirmed" | "secured" | "active"
  /** From a confirmation of a peer that cannot SKEY: the SPKI DER with which KEY is due. */
  readonly senderKey?: Bytes
}

/** A queue of the peer's choice, to which we send. Peer: SndQueue. */
export type SndQueue = {
  readonly server: string
  readonly sndId: Bytes
  /** X25519 private key that authorises SKEY and SEND (deniable authenticator). */
  readonly authKey: Bytes
  readonly e2ePublic: Bytes
  readonly e2eSecret: Bytes
  readonly clientVersion: number
  readonly canSecure: boolean
  readonly status: "new" | "secured" | "confirmed" | "active"
}

/** What a one-time invitation of ours still needs until somebody uses it. */
export type Invitation = {
  /** Private keys of the key agreement (crypto/x3dh.ts, saved form). */
  readonly keys: Bytes
  /** What changing the data of its short link needs (LSET); absent without one, and in rows of older versions. */
  readonly short?: LinkKeys & { readonly linkId: Bytes }
}

/** What we know of a link that we are joining. */
export type Joining = {
  /** As pasted: short or full. */
  readonly link: string
  /** Our first message to the peer, inside the confirmation. */
  readonly info: Bytes
  /** Sender key; made before LKEY, which fixes it on the server, so that a retry offers the same one. */
  readonly authKey: Bytes
  /** The full invitation once it is known, binary (connReq). */
  readonly request?: Bytes
  /** The server has our sender key already (LKEY did it). */
  readonly secured?: boolean
  /** Our public key agreement parameters, sent with the confirmation. */
  readonly e2eParams?: Bytes
}

/** What is needed to change the data of a short link (LSET). */
export type LinkKeys = {
  readonly linkKey: Bytes
  readonly rootKey: Bytes // Ed25519 seed
  readonly fixedData: Bytes // as sealed for the server
}

/** A request to somebody's address, until it has been sent. */
export type Requesting = {
  readonly link: string // canonical
  /** What we say about ourselves, inside the request. */
  readonly info: Bytes
  /** The full address once it is known, binary (connectionRequest). */
  readonly request?: Bytes
}

/**
 * How far a change of our receiving address has come; agent/rotation.ts has the transitions. The new queue is rcv[1] from
 * `add` on, and rcv[0] from `delete` on, when the old one is rcv[1]. Peer: RcvSwitchStatus.
 */
export type Moving =
  | { readonly stage: "create" } // wanted: NEW is due
  | { readonly stage: "add" } // the contact is told of the new queue (QADD)
  | { readonly stage: "secure"; readonly senderKey: Bytes } // it has named its key (SPKI DER): KEY is due
  | { readonly stage: "use" } // the contact is told to send there (QUSE)
  | { readonly stage: "delete" } // it does: the old queue is emptied and deleted

/**
 * How far we are in following a change of the contact's address. `key`: the new queue is snd[1], our key for it is on its
 * way (QKEY); `test`: it is snd[0] and takes everything from now on, the old one is snd[1] until a message has got
 * through. Peer: SndSwitchStatus.
 */
export type Following = "key" | "test"

/** Absent: ratchets fit as far as we know. Peer: RatchetSyncState. */
export type Sync = "allowed" | "required" | "started" | "agreed"

export type ConnectionRow = {
  readonly connId: string
  /** The profile that it belongs to; absent: 1, the first. */
  readonly userId?: number
  /** Who asks at an address becomes the inviter; an address itself never becomes a conversation. */
  readonly role: "inviter" | "joiner" | "address"
  readonly createdAt: number
  readonly agentVersion: number
  /** Post-quantum key exchange is supported at both ends: decides padded lengths and header sizes. */
  readonly pqSupport: boolean
  readonly rcv: readonly RcvQueue[]
  readonly snd: readonly SndQueue[]
  readonly invitation?: Invitation
  readonly joining?: Joining
  readonly requesting?: Requesting
  readonly address?: LinkKeys
  /** New data for our short link, on their way to the server. */
  readonly linkDue?: Bytes
  /** The answer to a request: there is no link that somebody else could have used. */
  readonly accepted?: boolean
  /** Inviter: the peer's confirmation, until ours has been queued. `replyQueue` is binary (smp/address.queueInfo). */
  readonly confirmation?: {
    readonly replyQueue: Bytes
    /** Chat's answer; the handshake waits for it. */
    readonly ownInfo?: Bytes
  }
  /** Inviter: messages that came before our confirmation was queued, to be answered by receipts after it. */
  readonly receiptsDue?: readonly { readonly msgId: number; readonly msgHash: Bytes }[]
  /** Our HELLO is due (older peers only). */
  readonly helloDue?: boolean
  readonly connected?: boolean
  readonly moving?: Moving
  readonly following?: Following
  /** While following is "key": QKEY could not be queued yet, since the ratchets did not fit. */
  readonly keyDue?: true
  /** Queues of changes that were given up: to be deleted on their servers. */
  readonly unused?: readonly RcvQueue[]
  readonly sync?: Sync
  /** While sync is "started": private keys of the agreement that we asked for (crypto/x3dh.ts, saved form). */
  readonly syncKeys?: Bytes
  /** Hashes of the contact's keys that were acted on, 32 bytes each, newest first: the same keys make no second ratchet. */
  readonly syncSeen?: Bytes
  /** A permanent failure: nothing more is tried. */
  readonly problem?: string
}

/** Ratchet and message counters change together, with every message. Peer: Ratchet, updateSndIds, updateRcvIds. */
export type RatchetRow = {
  readonly connId: string
  readonly ratchet: Bytes // crypto/ratchet.ts, saved form
  readonly sndMsgId: number // of the last message we made; 0 before the first
  readonly sndHash: Bytes // its SHA-256; empty before the first
  readonly rcvMsgId: number // sndMsgId of the last message received
  readonly rcvHash: Bytes
  readonly nextDelivery: number
  readonly seen: Bytes // agent/seen.ts
  /** Whether there is a row in "skipped": most connections never have one, and it need not be looked for. */
  readonly hasSkipped: boolean
}

export type SkippedRow = { readonly connId: string; readonly keys: Bytes }

export type DeliveryKind =
  | "confirmation"
  | "hello"
  | "message"
  | "receipt"
  | "continue"
  | "rotate" // QADD, QKEY, QUSE, QTEST
  | "ratchetKey"
  | "ready" // EREADY

/** One message on its way out, in the order of deliveryId. The ratchet step is taken; sending it again gives the same bytes. */
export type DeliveryRow = {
  readonly connId: string
  readonly deliveryId: number
  readonly kind: DeliveryKind
  /** Confirmation and ratchet key: the whole agent envelope. Otherwise the agent message, still to be encrypted by `key`. */
  readonly body: Bytes
  readonly key?: Bytes // crypto/ratchet.ts, saved form of the message key
  readonly notify: boolean
  readonly at: number
  /** Of chat's choosing: comes back with the events "sent", "delivered", "sendFailed". */
  readonly ref?: string
  /** The queue that the contact is about to leave has it; it goes to the new one as well. */
  readonly kept?: true
}

/** A sent message whose receipt is awaited. */
export type SentRow = {
  readonly connId: string
  readonly sndMsgId: number
  readonly hash: Bytes
  readonly ref?: string
}

/** A queue of a connection that is gone, to be deleted on its server. */
export type DeletionRow = {
  readonly server: string
  readonly rcvId: string // hex
  readonly authKey: Bytes
  /** Whose it was: they decide about the session. */
  readonly connId: string
  readonly userId: number
  readonly createdAt: number
  /** The profile is gone too: nothing is counted for it any more. */
  readonly uncounted?: true
}

/** What was done on a server for a profile, counted since then. */
export type StatsRow = {
  readonly userId: number
  readonly server: string
  readonly counters: Counters
  readonly since: number
}

/** Random bytes that this store was given for one purpose. */
export type SecretRow = {
  readonly name: "isolation" | "messageIds" | "waitingFrom"
  readonly bytes: Bytes
  /** What it is for is still to be brought up to date. */
  readonly unfinished?: true
}

/** A short one-time link that was looked at: the key that it is bound to since then, and what it stands for. */
export type LookUpRow = {
  readonly link: string // SHA-256 of the canonical link, hex
  /** The profile that looked first; rows of older versions are without. */
  readonly userId?: number
  readonly authKey: Bytes
  readonly request?: Bytes // connectionRequest
  readonly userData?: Bytes
}
