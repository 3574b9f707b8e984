/**
 * Makes the fixture of a version before it becomes an old one: `node scripts/make-old-store.ts CHECKOUT > test/store/old-stores/N.json`. The code of the checkout makes the
 * office; what LMDB holds then is written down octet by octet, with the key of the unit and the rescue file.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { open } from 'lmdb'
import { OFFICE } from '../test/store/old-stores/office.ts'
import type { OldStore } from '../test/store/old-stores/old-store.ts'

type Values = Readonly<Record<string, unknown>>
interface Edit {
  update(entity: unknown, id: string, values: Values): void
  remove(entity: unknown, id: string): void
}
/** What every version has had. */
interface AnyStore {
  find(entity: unknown, field: string, value: string): { readonly id: string } | undefined
  change(origin: object, edit: (edit: Edit) => void): { readonly ok: boolean }
  close(): Promise<void>
}

const checkout = resolve(process.argv[2] ?? '.')
const load = (path: string) => import(pathToFileURL(join(checkout, 'firmware', path)).href)
const { openStore } = await load('store/store.ts')
const { applyOffice } = await load('store/office.ts')
const { VirtualClock } = await load('clock/virtual-clock.ts')
const { SCHEMA_VERSION } = await load('model/registry.ts')
const { Extension } = await load('model/extension.ts')
const { Handset } = await load('model/handset.ts')

const data = mkdtempSync(join(tmpdir(), 'old-store-'))
try {
  const store: AnyStore = openStore({ data, clock: new VirtualClock() })
  let taken = ''
  for (const [section, text] of Object.entries(OFFICE)) {
    const applied = applyOffice(store, text, { by: 'fixture' })
    if (applied.ok) taken += ` ${section}`
    else console.error(section, JSON.stringify(applied.error))
  }
  console.error(`version ${SCHEMA_VERSION}:${taken}`)
  edited(store)
  await store.close()
  process.stdout.write(`${JSON.stringify(dumped(), null, 1)}\n`)
} finally {
  rmSync(data, { recursive: true })
}

/** Some history: changes, a secret replaced, something deleted; enough of them for a rescue file. */
function edited(store: AnyStore): void {
  const origin = { by: 'fixture', from: 'console' }
  const change = (edit: (edit: Edit) => void) => {
    if (!store.change(origin, edit).ok) throw new Error('refused')
  }
  const id = (entity: unknown, field: string, value: string) =>
    store.find(entity, field, value)?.id ?? ''
  const lobby = id(Extension, 'number', '107')
  for (let n = 1; n <= 10; n++) {
    change((edit) => edit.update(Extension, lobby, { description: `Lobby ${n}` }))
  }
  const desk = id(Handset, 'sipUser', '101')
  change((edit) => edit.update(Handset, desk, { secret: 'replaced-by-another-one' }))
  change((edit) => edit.remove(Extension, id(Extension, 'number', '109')))
}

function dumped(): OldStore {
  const root = open<Buffer, string>({
    path: join(data, 'config', String(SCHEMA_VERSION)),
    noSubdir: false,
    encoding: 'binary',
    maxDbs: 32,
    readOnly: true,
  })
  const tables: Record<string, Record<string, string>> = {}
  for (const name of [...root.getKeys()]) {
    const table = root.openDB<Buffer, string>(name, { encoding: 'binary' })
    const entries = [...table.getRange()].map(({ key, value }) => [key, value.toString('base64')])
    tables[name] = Object.fromEntries(entries)
  }
  void root.close()
  const rescues = join(data, 'rescue')
  const [rescue = ''] = readdirSync(rescues).toSorted().slice(-1)
  return {
    version: SCHEMA_VERSION,
    key: readFileSync(join(data, 'unit.key')).toString('base64'),
    tables,
    rescue: { name: rescue, text: readFileSync(join(rescues, rescue), 'utf8') },
  }
}
