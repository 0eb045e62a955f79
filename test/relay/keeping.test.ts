import { type ChildProcess, spawn } from "node:child_process"
import { appendFileSync, readFileSync, writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { newKeys, random } from "./crypto.ts"
import { cleanups, create, drain, err, newFile, ok, open, send, start, subscribe, textOf } from "./setting.ts"
import { startRelay } from "./smp.ts"

describe("persistence", () => {
  it("keeps identity, queues, keys, links and messages over a restart", async () => {
    const file = newFile()
    const before = await startRelay({ file, quota: 2 })
    const client = await open(before.address)
    const [q, off, gone] = [await create(client), await create(client), await create(client)]
    const rcv = { entityId: q.rcvId, key: q.key }
    const sender = newKeys("x25519")
    const link = { linkId: random(24), fixedData: random(50), userData: random(70) }
    expect(await client.request({ type: "LSET", ...link }, rcv)).toEqual(ok)
    const linked = newKeys("ed25519")
    expect(
      (await client.request({ type: "LKEY", key: linked.public }, { entityId: link.linkId, key: linked })).type,
    ).toBe("LNK")
    await client.request({ type: "OFF" }, { entityId: off.rcvId, key: off.key })
    await client.request({ type: "DEL" }, { entityId: gone.rcvId, key: gone.key })
    const other = await create(client, { subscribe: false })
    await client.request({ type: "SKEY", key: sender.public }, { entityId: other.sndId, key: sender })
    for (const [text, answer] of [
      ["one", ok],
      ["two", ok],
      ["three", err("QUOTA")],
    ] as const)
      expect(await send(client, other, text, sender)).toEqual(answer)
    await before.close()

    for (let round = 0; round < 2; round++) {
      const after = await startRelay({ file, quota: 2, port: before.port })
      expect(after.address).toBe(before.address)
      expect(after.queueCount).toBe(3)
      const again = await open(after.address)
      const key = { entityId: link.linkId, key: linked }
      expect(await again.request({ type: "LKEY", key: linked.public }, key)).toMatchObject({
        type: "LNK",
        fixedData: link.fixedData,
        userData: link.userData,
      })
      expect(await send(again, off, "x")).toEqual(err("AUTH"))
      expect(await send(again, gone, "x")).toEqual(err("AUTH"))
      expect(await send(again, other, "unsigned")).toEqual(err("AUTH"))
      expect(await send(again, other, "four", sender)).toEqual(err("QUOTA"))
      expect((await subscribe(again, other)).type).toBe("SOK")
      expect(textOf(other, (await again.next()).response)).toBe("one")
      await after.close()
    }

    const last = await start({ file, quota: 2 })
    const reader = await open(last.address)
    await subscribe(reader, other)
    const texts = await drain(reader, other, (await reader.next()).response)
    expect(texts.slice(0, 2)).toEqual(["one", "two"])
    expect(texts).toHaveLength(3)
    expect(await send(reader, other, "five", sender)).toEqual(ok)
  })

  it("does not bring back what was acknowledged", async () => {
    const file = newFile()
    const before = await startRelay({ file })
    const client = await open(before.address)
    const q = await create(client)
    for (const text of ["a", "b"]) await send(client, q, text)
    const first = (await client.next()).response
    if (first.type !== "MSG") throw new Error("no message")
    await client.request({ type: "ACK", msgId: first.msgId }, { entityId: q.rcvId, key: q.key })
    await before.close()
    const after = await open((await start({ file })).address)
    await subscribe(after, q)
    expect(await drain(after, q, (await after.next()).response)).toEqual(["b"])
  })

  it("drops a last line that a crash cut off, and refuses a damaged file", async () => {
    const file = newFile()
    const before = await startRelay({ file })
    const q = await create(await open(before.address))
    await before.close()
    appendFileSync(file, '{"type":"delete","rcvId":{"b6')
    const after = await startRelay({ file })
    expect(after.queueCount).toBe(1)
    expect((await subscribe(await open(after.address), q)).type).toBe("SOK")
    await after.close()
    writeFileSync(file, readFileSync(file, "utf8").replace("}\n", "\n"))
    await expect(startRelay({ file })).rejects.toThrow()
  })

  it("loses nothing to SIGKILL that it has answered", async () => {
    const file = newFile()
    const launch = async (port: number): Promise<{ child: ChildProcess; address: string }> => {
      const main = fileURLToPath(new URL("main.ts", import.meta.url))
      const args = ["--import", "tsx", main, "--file", file, "--port", `${port}`]
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
      cleanups.push(() => child.kill("SIGKILL"))
      const lines = createInterface({ input: child.stdout })
      const address = await new Promise<string>((resolve, reject) => {
        lines.once("line", resolve)
        child.once("exit", () => reject(new Error("the relay has exited")))
      })
      return { child, address }
    }
    const first = await launch(0)
    const client = await open(first.address)
    const q = await create(client)
    const sent: string[] = []
    for (let i = 0; i < 20; i++) {
      expect(await send(client, q, `message ${i}`)).toEqual(ok)
      sent.push(`message ${i}`)
    }
    first.child.kill("SIGKILL")
    await client.closed
    const second = await launch(parseServerAddress(first.address, "smp").server.port ?? 0)
    expect(second.address).toBe(first.address)
    const again = await open(second.address)
    await subscribe(again, q)
    expect(await drain(again, q, (await again.next()).response)).toEqual(sent)
  })
})
