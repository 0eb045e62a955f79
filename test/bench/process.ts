/** What the kernel says of a process: CPU time and memory. Linux only, as the benches are. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs"

const proc = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, "utf8")

/** User and system CPU, in seconds; the kernel counts in hundredths. */
export const cpuOf = (pid: number): number => {
  const fields = proc(pid, "stat").split(") ")[1]?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Resident memory in KB. */
export const memoryOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(proc(pid, "status"))?.[1])

/** The process that listens at this port of this machine, or null. */
export const pidOfPort = (port: number): number | null => {
  const inode = ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap(file => readFileSync(file, "utf8").split("\n"))
    .map(line => line.trim().split(/\s+/))
    .find(f => f[3] === "0A" && Number.parseInt(f[1]?.split(":")[1] ?? "", 16) === port)?.[9]
  if (inode === undefined) return null
  const holds = (pid: string): boolean => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some(fd => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)
    } catch {
      return false // gone, or somebody else's
    }
  }
  const pid = readdirSync("/proc").find(name => /^\d+$/.test(name) && holds(name))
  return pid === undefined ? null : Number(pid)
}
