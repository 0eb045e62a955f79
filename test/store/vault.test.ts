import { describe, expect, it } from "vitest"
import {
  changePassphrase,
  createVault,
  openVault,
  type VaultRecord,
  WrongPassphrase,
} from "../../worker/store/vault.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const cheap = { memory: 1024, iterations: 1 }
const iv = new Uint8Array(12)
const seal = async (key: CryptoKey) =>
  new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, Uint8Array.of(1, 2, 3)))

describe("the vault", () => {
  it("opens with its passphrase and gives the same row key every time", async () => {
    const { record, key } = await createVault("correct horse", cheap, random)
    expect(await seal(await openVault(record, "correct horse"))).toEqual(await seal(key))
  })

  it("does not open with another passphrase", async () => {
    const { record } = await createVault("correct horse", cheap, random)
    await expect(openVault(record, "correct horsf")).rejects.toThrow(WrongPassphrase)
    await expect(openVault(record, "")).rejects.toThrow(WrongPassphrase)
  })

  it("takes a passphrase typed in another Unicode form as the same", async () => {
    const { record } = await createVault("caf\u00e9", cheap, random)
    await expect(openVault(record, "cafe\u0301")).resolves.toBeDefined()
  })

  it("keeps the row key when the passphrase changes", async () => {
    const { record, key } = await createVault("old", cheap, random)
    const changed = await changePassphrase(record, "old", "new", random)
    expect(await seal(await openVault(changed, "new"))).toEqual(await seal(key))
    await expect(openVault(changed, "old")).rejects.toThrow(WrongPassphrase)
    await expect(changePassphrase(record, "wrong", "new", random)).rejects.toThrow(WrongPassphrase)
  })

  it("makes no key extractable", async () => {
    const { key } = await createVault("p", cheap, random)
    expect(key.extractable).toBe(false)
  })

  it("opens for nobody when any part of the record was changed", async () => {
    const { record } = await createVault("p", cheap, random)
    const flip = (b: Uint8Array) => Uint8Array.from(b, (x, i) => (i === 3 ? x ^ 1 : x))
    const lies: unknown[] = [
      { ...record, salt: flip(record.salt) },
      { ...record, wrapped: flip(record.wrapped) },
      { ...record, kdf: { ...record.kdf, iterations: 2 } },
    ]
    for (const lie of lies) await expect(openVault(lie, "p")).rejects.toThrow(WrongPassphrase)
  })

  it("refuses records that ask for absurd work or have no sense, before computing anything", async () => {
    const { record } = await createVault("p", cheap, random)
    const lies: unknown[] = [
      null,
      {},
      { ...record, version: 2 } as unknown as VaultRecord,
      { ...record, kdf: { memory: 2 ** 31, iterations: 1 } },
      { ...record, kdf: { memory: 1024, iterations: 1e9 } },
      { ...record, kdf: { memory: 1024.5, iterations: 1 } },
      { ...record, salt: new Uint8Array(3) },
    ]
    for (const lie of lies) await expect(openVault(lie, "p")).rejects.toMatchObject({ code: "CORRUPT" })
  })
})
