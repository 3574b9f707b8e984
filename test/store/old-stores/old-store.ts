import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from 'lmdb'

/** A store as the code of a version has left it: see scripts/make-old-store.ts. */
export interface OldStore {
  readonly version: number
  /** Base64. */
  readonly key: string
  /** Table → key → the octets that LMDB has, base64. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly rescue: { readonly name: string; readonly text: string }
}

const HERE = import.meta.dirname

/** Of every version that has one, oldest first. */
export function oldStores(): OldStore[] {
  return readdirSync(HERE)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(HERE, name), 'utf8')) as OldStore)
    .toSorted((a, b) => a.version - b.version)
}

/** Puts it there, octet by octet. */
export async function unpack({ version, key, tables, rescue }: OldStore, data: string) {
  const path = join(data, 'config', String(version))
  mkdirSync(path, { recursive: true })
  mkdirSync(join(data, 'rescue'))
  writeFileSync(join(data, 'unit.key'), Buffer.from(key, 'base64'), { mode: 0o600 })
  writeFileSync(join(data, 'rescue', rescue.name), rescue.text)
  const root = open<Buffer, string>({ path, noSubdir: false, encoding: 'binary', maxDbs: 32 })
  for (const [name, entries] of Object.entries(tables)) {
    const table = root.openDB<Buffer, string>(name, { encoding: 'binary' })
    table.transactionSync(() => {
      for (const [at, octets] of Object.entries(entries)) {
        table.putSync(at, Buffer.from(octets, 'base64'))
      }
    })
  }
  await root.close()
}
