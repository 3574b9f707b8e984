import { crc32c } from '@node-rs/crc32'
import { Packr } from 'msgpackr'
import { asMessage } from '../words/message.ts'
import { message } from '../words/say.ts'
import { StoreError } from './store-error.ts'

const HEADER = 4 // bytes of CRC32C before the value

/** Plain maps and no shared structures: every value can be read on its own, by anyone who knows msgpack. */
const packr = new Packr({ useRecords: false, encodeUndefinedAsNil: false })

/** A value as it is stored: CRC32C over key and value, then the value in msgpack. */
export function seal(key: string, value: unknown): Buffer {
  const body = packr.pack(value)
  const sealed = Buffer.allocUnsafe(HEADER + body.length)
  body.copy(sealed, HEADER)
  sealed.writeUInt32LE(crc32c(body, crc32c(key)), 0)
  return sealed
}

/**
 * Takes a sealed value apart. The key is part of the checksum, so that a value found under another one's key (a recycled
 * page, a torn tree) is wrong too.
 * @throws StoreError `corrupt` naming environment and key
 */
export function unseal(environment: string, key: string, sealed: Uint8Array): unknown {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (bytes.length <= HEADER) throw corrupt(environment, key, 'it is too short')
  const body = bytes.subarray(HEADER)
  if (crc32c(body, crc32c(key)) !== bytes.readUInt32LE(0)) {
    throw corrupt(environment, key, 'its checksum is wrong')
  }
  try {
    return packr.unpack(body)
  } catch (cause) {
    throw corrupt(environment, key, 'it is not msgpack', cause)
  }
}

function corrupt(environment: string, key: string, what: string, cause?: unknown): StoreError {
  const text = message('store.damaged', { environment, key, what: asMessage(what) })
  return new StoreError('corrupt', text, 'Restore the latest rescue file or backup.', cause)
}
