import { crc32, deflateRawSync } from 'node:zlib'

const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 }
const DEFLATED = 8
const UTF8 = 0x0800 // general purpose bit 11: names are UTF-8
const DAY_ONE = 0x21 // 1 January 1980: the same content is the same file

/** Files in one archive (PKWARE APPNOTE 4.3); below 4 GB in all. */
export function zip(files: readonly (readonly [name: string, text: string])[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of files) {
    const content = Buffer.from(text)
    const packed = deflateRawSync(content)
    const path = Buffer.from(name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0) // version needed: 2.0
    facts.writeUInt16LE(UTF8, 2)
    facts.writeUInt16LE(DEFLATED, 4)
    facts.writeUInt16LE(DAY_ONE, 8)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(content.length, 18)
    facts.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([word(SIGNATURE.local), facts, path, packed])
    const more = Buffer.alloc(14) // no comment, first disk, no attributes
    more.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([word(SIGNATURE.central), half(20), facts, more, path]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, word(SIGNATURE.end), end])
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
