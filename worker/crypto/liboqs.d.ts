/** The part of @openforge-sh/liboqs that kem.ts uses: the Emscripten module of one algorithm, which has no types. */
declare module "*/sntrup761.deno.js" {
  export type LibOqs = {
    /** Memory of the instance; another object after the memory has grown. */
    readonly HEAPU8: Uint8Array
    stringToUTF8(text: string, at: number, size: number): void
    _malloc(size: number): number
    _free(at: number): void
    _OQS_init(): void
    /** 0 when the name is not built in. */
    _OQS_KEM_new(name: number): number
    /** These three return 0, or -1 on failure. */
    _OQS_KEM_keypair(kem: number, publicKey: number, secretKey: number): number
    _OQS_KEM_encaps(kem: number, cipherText: number, sharedSecret: number, publicKey: number): number
    _OQS_KEM_decaps(kem: number, sharedSecret: number, cipherText: number, secretKey: number): number
  }
  const load: () => Promise<LibOqs>
  export default load
}
