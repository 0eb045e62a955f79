/** A file server is used as a test, through a bridge: each outcome names the step and what is wrong. */
import { describe, expect, it } from "vitest"
import { parseServerAddress, writeServerAddress } from "../../worker/encoding/server.ts"
import { testServer } from "../../worker/xftp/trial.ts"
import type { XftpRelayOptions } from "../relay/xftp.ts"
import { bridge, bytesOf, clock, connectThrough, random, relay } from "./support.ts"

const tested = async (address: string) =>
  testServer(parseServerAddress(address, "xftp"), { connect: connectThrough(await bridge()), clock, random })
const ofRelay = async (options: XftpRelayOptions) => tested((await relay(options)).address)
const failed = (step: string, code: string) => ({ ok: false, step, code })

describe("a test of a file server", () => {
  it("uploads and downloads a chunk, and leaves nothing behind", async () => {
    const r = await relay()
    expect(await tested(r.address)).toEqual({ ok: true })
    expect([r.chunkCount, r.stats.commands.FPUT, r.stats.commands.FGET]).toEqual([0, 1, 1])
  })
  it("needs the password where there is one", async () => {
    const r = await relay({ password: "sesame" })
    expect(await tested(r.address)).toEqual({ ok: true })
    const { server } = parseServerAddress(r.address, "xftp")
    for (const password of ["wrong", null])
      expect(await tested(writeServerAddress(server, "xftp", password))).toEqual(failed("create", "SERVER_PASSWORD"))
  })
  it("names another fingerprint, and that nobody is there", async () => {
    const r = await relay()
    const lie = r.address.replace(/\/\/[^@]+@/, "//LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@")
    expect(await tested(lie)).toEqual(failed("connect", "SERVER_IDENTITY"))
    await r.close()
    expect(await tested(r.address)).toEqual(failed("connect", "SERVER_UNREACHABLE"))
  })
  it("names a server that is full, alters chunks, answers nonsense, or goes away", async () => {
    expect(await ofRelay({ quota: 1000 })).toMatchObject({ ok: false, code: "SERVER_FULL" })
    expect(await ofRelay({ hooks: { onChunk: b => bytesOf(b.length) } })).toEqual(failed("receive", "SERVER_BROKEN"))
    const nonsense = (type: string) =>
      ofRelay({ hooks: { onAnswer: (c, r) => (c?.type === type ? { type: "PONG" } : r) } })
    expect(await nonsense("FNEW")).toEqual(failed("create", "SERVER_BROKEN"))
    expect(await nonsense("FPUT")).toEqual(failed("send", "SERVER_BROKEN"))
    expect(await nonsense("FGET")).toEqual(failed("receive", "SERVER_BROKEN"))
    expect(await nonsense("FDEL")).toEqual(failed("delete", "SERVER_BROKEN"))
    expect(await ofRelay({ hooks: { onAnswer: (c, r) => (c?.type === "FNEW" ? "close" : r) } })).toEqual(
      failed("create", "NETWORK"),
    )
    expect(await ofRelay({ hooks: { hello: () => bytesOf(100) } })).toEqual(failed("connect", "SERVER_BROKEN"))
  })
})
