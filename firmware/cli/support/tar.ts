import assert from 'node:assert/strict'

export interface TarFile {
  /** At most 100 bytes, no leading slash. */
  readonly path: string
  readonly text: string | Buffer
}

const BLOCK = 512

/** A POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format"), all files 0600 and of one time. @param at ms since 1970 */
export function tar(files: readonly TarFile[], at: number): Buffer {
  const blocks = files.flatMap(({ path, text }) => {
    const content = Buffer.from(text as string)
    return [header(path, content.length, at), content, Buffer.alloc(-content.length & (BLOCK - 1))]
  })
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)])
}

function header(path: string, size: number, at: number): Buffer {
  assert(Buffer.byteLength(path) <= 100 && !path.startsWith('/'), `${path} fits no tar header`)
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, offset: number, width: number) =>
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset)
  block.write(path, 0)
  octal(0o600, 100, 8)
  octal(0, 108, 8) // owner
  octal(0, 116, 8) // group
  octal(size, 124, 12)
  octal(Math.floor(at / 1000), 136, 12)
  block.write('        ', 148) // the checksum counts itself as blanks
  block.write('0', 156) // a file
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
