import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { message } from '../words/say.ts'
import { syncDirectory, writeDurably } from './durable-file.ts'
import { StoreError, worldError } from './store-error.ts'

const BYTES = 32

/** AES-256-GCM under the key of this unit; the key lives in a file of its own, outside store and backups (DESIGN §4). */
export interface UnitKey {
  /** Encrypts under a new nonce. `boundTo` is authenticated with it: elsewhere the result does not open. */
  lock(text: string, boundTo: string): Buffer
  /** @throws StoreError `key` or `corrupt` */
  unlock(locked: Uint8Array, boundTo: string): string
  /** Tells this key from another unit's without giving it away. */
  readonly mark: string
}

/** Reads the key file. @throws StoreError `key` when it is missing, unreadable or no key. */
export function readUnitKey(path: string): UnitKey {
  let key: Buffer
  try {
    key = readFileSync(path)
  } catch (error) {
    const text = existsSync(path)
      ? message('store.key-unreadable', { path })
      : message('store.key-missing', { path })
    const remedy = 'Secrets cannot be read without it: put it back, or run as its owner.'
    throw new StoreError('key', text, remedy, error)
  }
  if (key.length !== BYTES) {
    const text = message('store.no-key', { path, bytes: key.length, most: BYTES })
    throw new StoreError('key', text, 'Put the right file back.')
  }
  return unitKey(key)
}

/** Makes the key file when there is none; safe when two processes do so at once. */
export function makeUnitKey(path: string): UnitKey {
  if (!existsSync(path)) {
    const draft = `${path}.${randomBytes(6).toString('hex')}`
    try {
      writeDurably(draft, randomBytes(BYTES), 0o600)
      linkSync(draft, path) // fails when another process was first, and then its key counts
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw worldError(error, path)
    } finally {
      if (existsSync(draft)) unlinkSync(draft)
    }
    syncDirectory(dirname(path))
  }
  return readUnitKey(path)
}

const NONCE = 12
const TAG = 16

function unitKey(key: Buffer): UnitKey {
  return {
    lock(text, boundTo) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    unlock(locked, boundTo) {
      const bytes = Buffer.from(locked)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), {
          authTagLength: TAG,
        })
        decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
        const head = decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8')
        return head + decipher.final('utf8')
      } catch (error) {
        const text = message('store.secret-closed', { secret: boundTo })
        throw new StoreError('key', text, 'Give it anew.', error)
      }
    },
    mark: createHmac('sha256', key).update('strowger unit key').digest('hex').slice(0, 16),
  }
}
