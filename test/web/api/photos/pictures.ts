import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'

/** 16 by 8 pixels, as a browser's canvas makes it. */
export const JPEG = readFileSync(new URL('red.jpg', import.meta.url))

const chunk = (name: string, content: Buffer) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  crc.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, crc])
}

/** A grey picture; `also` stands before its pixels. */
export function aPng(width = 4, height = 4, also: readonly Buffer[] = []): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8)
  const pixels = deflateSync(Buffer.alloc(Math.min((width + 1) * height, 100_000)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...also,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export const comment = (text: string) => chunk('tEXt', Buffer.from(`Comment\0${text}`))

/** A segment of a JPEG, put behind its beginning. */
export function withSegment(marker: number, content: string | Buffer): Buffer {
  const body = Buffer.from(content as string, 'latin1')
  const head = Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255])
  return Buffer.concat([JPEG.subarray(0, 2), head, body, JPEG.subarray(2)])
}
