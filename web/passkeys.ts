/**
 * Passkeys: the browser asks an authenticator, and what it says goes straight to the worker (transferred, so that nothing
 * of it stays here). Fetched when somebody has passkeys, or wants one.
 *
 * Spec:  WebAuthn Level 3, extension "prf".
 * Note:  the passkey is named after the product, not after anybody: those who keep passkeys in a cloud tell that cloud no
 *        more than that one uses this page.
 * Trust: an authenticator may say anything; the worker checks lengths, and a wrong secret opens nothing.
 */
import { transfer } from "comlink"
import type { Passkey } from "../worker/api.ts"
import { text } from "./text.ts"
import { worker } from "./worker.ts"

/** UNSUPPORTED: it gives no secret to encrypt with. CANCELLED: by the person, or it took too long. */
export class PasskeyError extends Error {
  override name = "PasskeyError"
  readonly code: "UNSUPPORTED" | "CANCELLED"
  constructor(code: "UNSUPPORTED" | "CANCELLED", options?: ErrorOptions) {
    super(`passkey: ${code}`, options)
    this.code = code
  }
}

type Capabilities = { getClientCapabilities?(): Promise<Record<string, boolean>> }
type Signals = { signalUnknownCredential?(of: { rpId: string; credentialId: string }): Promise<void> }

/** Whether this browser can have passkeys that encrypt, as far as it tells. */
export const canHavePasskeys = async (): Promise<boolean> => {
  if (!isSecureContext || !("PublicKeyCredential" in globalThis)) return false
  const can = await (PublicKeyCredential as unknown as Capabilities).getClientCapabilities?.().catch(() => undefined)
  return can?.["extension:prf"] !== false
}

const bytesOf = (source: BufferSource): Uint8Array<ArrayBuffer> =>
  source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength).slice()

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/** What was made is of no use: the authenticator may forget it. */
const forget = async (id: Uint8Array) => {
  const signals = PublicKeyCredential as unknown as Signals
  await signals
    .signalUnknownCredential?.({ rpId: location.hostname, credentialId: base64url(id) })
    .catch(() => undefined)
}

/** Any refusal of the browser means the same to us: nothing was made, nothing was opened. */
const asked = async (ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> => {
  try {
    const credential = await ask()
    if (credential instanceof PublicKeyCredential) return credential
  } catch (cause) {
    throw new PasskeyError("CANCELLED", { cause })
  }
  throw new PasskeyError("CANCELLED")
}

const secretOf = (credential: PublicKeyCredential): Uint8Array<ArrayBuffer> | null => {
  const first = credential.getClientExtensionResults().prf?.results?.first
  return first === undefined ? null : bytesOf(first as BufferSource)
}

/** Asks for the secret of one of these. Rejects PasskeyError. */
const askFor = async (passkeys: readonly Pick<Passkey, "id" | "salt">[]) => {
  const evalByCredential = Object.fromEntries(passkeys.map(p => [base64url(p.id), { first: copy(p.salt) }]))
  const credential = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: passkeys.map(p => ({ type: "public-key", id: copy(p.id) })),
        userVerification: "required",
        extensions: { prf: { evalByCredential } },
      },
    }),
  )
  const secret = secretOf(credential)
  if (secret === null) throw new PasskeyError("UNSUPPORTED")
  return { id: bytesOf(credential.rawId), secret }
}

/** Adds one, after the passphrase was found right. Rejects PasskeyError, or as the worker does. */
export const addPasskey = async (passphrase: string, known: readonly Passkey[]): Promise<void> => {
  await worker.confirmPassphrase(passphrase)
  const salt = random(32)
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: text.product, id: location.hostname },
        user: { id: random(16), name: text.product, displayName: text.product },
        challenge: random(32),
        pubKeyCredParams: [-7, -8, -257].map(alg => ({ type: "public-key", alg })),
        excludeCredentials: known.map(p => ({ type: "public-key", id: copy(p.id) })),
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const id = bytesOf(made.rawId)
  try {
    if (made.getClientExtensionResults().prf?.enabled !== true) throw new PasskeyError("UNSUPPORTED")
    // Many tell the secret only when they are asked once more.
    const secret = secretOf(made) ?? (await askFor([{ id, salt }])).secret
    const onDevice = made.authenticatorAttachment === "platform"
    await worker.addPasskey(passphrase, { id, salt, onDevice }, transfer(secret, [secret.buffer]))
  } catch (thrown) {
    await forget(id)
    throw thrown
  }
}

export const removePasskey = async (passkey: Passkey): Promise<void> => {
  await worker.removePasskey(passkey.id)
  await forget(copy(passkey.id))
}

/** Opens the kept profile. Rejects PasskeyError, or as the worker does. */
export const unlockByPasskey = async (passkeys: readonly Passkey[]): Promise<void> => {
  const { id, secret } = await askFor(passkeys)
  await worker.unlockByPasskey(id, transfer(secret, [secret.buffer]))
}
