/**
 * WebAssembly modules put together from instructions, for the few loops where JavaScript is several times too slow.
 *
 *   module = magic version (section id, length, content)*      section 1 types, 3 functions, 5 memory, 7 exports, 10 code
 *
 * Every function takes `params` numbers (i32) and gives nothing; what it works on lies in the module's memory.
 *
 * Spec:  WebAssembly Core Specification 2.0, 5 "Binary Format"; 5.4.8 for vector instructions.
 * Trust: the instructions are ours. A browser checks the module before it runs, and it reaches its own memory only.
 */
import { type Bytes, utf8 } from "../encoding/bytes.ts"

/** Instructions, as bytes. */
export type Code = readonly number[]

/** LEB128 of an unsigned number under 2^53. */
const unsigned = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...unsigned(Math.floor(n / 128))])
/** LEB128 of a signed number of 32 bits. */
const signed = (n: number): number[] => (n >= -64 && n < 64 ? [n & 127] : [(n & 127) | 128, ...signed(n >> 7)])

const vector = (code: number, ...rest: number[]): Code => [0xfd, ...unsigned(code), ...rest]

export const get = (local: number): Code => [0x20, ...unsigned(local)]
/** `value`, then into a local. */
export const set = (local: number, ...value: Code[]): Code => [...value.flat(), 0x21, ...unsigned(local)]
/** The same, and it stays on the stack. */
export const tee = (local: number, ...value: Code[]): Code => [...value.flat(), 0x22, ...unsigned(local)]

type Binary = (a: Code, b: Code) => Code
const binary =
  (...op: number[]): Binary =>
  (a, b) => [...a, ...b, ...op]

export const i32 = {
  const: (n: number): Code => [0x41, ...signed(n)],
  load: (address: Code, offset: number): Code => [...address, 0x28, 2, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, 0x36, 2, ...unsigned(offset)],
  add: binary(0x6a),
  sub: binary(0x6b),
}

export const i64 = {
  const: (n: number): Code => [0x42, ...signed(n)],
  load: (address: Code, offset: number): Code => [...address, 0x29, 0, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, 0x37, 0, ...unsigned(offset)],
  /** From an unsigned i32. */
  extend: (value: Code): Code => [...value, 0xad],
  add: binary(0x7c),
  mul: binary(0x7e),
  and: binary(0x83),
  or: binary(0x84),
  shl: binary(0x86),
  shr: binary(0x88),
}

/** Four numbers of 32 bits at once. */
export const i32x4 = {
  load: (address: Code, offset: number): Code => [...address, ...vector(0, 0, ...unsigned(offset))],
  store: (address: Code, offset: number, value: Code): Code => [
    ...address,
    ...value,
    ...vector(11, 0, ...unsigned(offset)),
  ],
  /** The same number four times. */
  splat: (address: Code, offset: number): Code => [...address, ...vector(9, 0, ...unsigned(offset))],
  const: (lanes: readonly number[]): Code => vector(12, ...new Uint8Array(Uint32Array.from(lanes).buffer)),
  /** Four of the eight numbers of `a` and `b`. */
  shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [
    ...a,
    ...b,
    ...vector(13, ...lanes.flatMap(lane => [0, 1, 2, 3].map(i => 4 * lane + i))),
  ],
  add: binary(...vector(174)),
  or: binary(...vector(80)),
  xor: binary(...vector(81)),
  /** By so many bits, a number on the stack. */
  shl: binary(...vector(171)),
  shr: binary(...vector(173)),
}

/** Runs `body` until `isOver`, a number, is not 0: looked at before each time. */
export const until = (isOver: Code, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...isOver, 0x0d, 1],
  ...body,
  ...[0x0c, 0, 0x0b, 0x0b],
]
/** 1 for 0, and 0 for all others. */
export const isZero = (value: Code): Code => [...value, 0x45]

export type Function = {
  readonly name: string
  readonly params: number
  /** Locals after the parameters, in this order: how many of each type. */
  readonly i32?: number
  readonly i64?: number
  readonly v128?: number
  readonly body: Code
}

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const sized = (content: Code): Code => [...unsigned(content.length), ...content]
const section = (id: number, content: Code): Code => [id, ...sized(content)]
const name = (text: string): Code => sized([...utf8(text)])

/** The binary of a module with these functions and a memory of `pages` of 64 KiB, all of them exported. */
export const assemble = (functions: readonly Function[], pages: number): Bytes => {
  const types = functions.map(f => [0x60, ...list(Array.from({ length: f.params }, () => [0x7f])), 0])
  const exports = functions.map((f, i) => [...name(f.name), 0, ...unsigned(i)])
  const bodies = functions.map(f => {
    const locals = [
      [f.i32 ?? 0, 0x7f],
      [f.i64 ?? 0, 0x7e],
      [f.v128 ?? 0, 0x7b],
    ] as const
    return sized([...list(locals.map(([n, type]) => [...unsigned(n), type])), ...f.body, 0x0b])
  })
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(3, list(functions.map((_, i) => unsigned(i)))),
    ...section(5, list([[1, ...unsigned(pages), ...unsigned(pages)]])),
    ...section(7, list([[...name("memory"), 2, 0], ...exports])),
    ...section(10, list(bodies)),
  ])
}
