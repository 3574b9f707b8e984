import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { Site } from '../../../firmware/model/site.ts'
import { User } from '../../../firmware/model/user.ts'
import { openCallLog } from '../../../firmware/records/call-log.ts'
import { checkRecords } from '../../../firmware/records/check-records.ts'
import { configHash } from '../../../firmware/store/config-hash.ts'
import { checksumOf } from '../../../firmware/store/rescue.ts'
import { openStore, type Store } from '../../../firmware/store/store.ts'
import { verifyConfig } from '../../../firmware/store/verify.ts'
import { PhotoShelf } from '../../../firmware/web/api/photos/photo-shelf.ts'
import type { Chance } from '../../virtual/chance.ts'
import type { Mark } from './recording.ts'
import { last, type Tell, type Work } from './work.ts'

const EVENTS = 3 // of a call: all or none are there when the log has answered

/**
 * A busy office from its first start on: changes of several objects, deletions, call records, numbers that count up, durable maps,
 * pictures, rescue files. Each answer of the store is marked as soon as it is given.
 */
export const officeWork = (rounds: number): Work => ({
  run: (data, tell, chance) => run(data, tell, chance, rounds),
  complaints,
})

async function run(data: string, tell: Tell, chance: Chance, rounds: number): Promise<void> {
  const clock = new VirtualClock()
  const store = openStore({ data, clock })
  tell('opened')
  const calls = openCallLog(store.records, clock)
  const shelf = new PhotoShelf(data, clock)
  const bindings = store.durable<number>('bindings')
  change(store, tell, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
  for (let n = 1; n <= rounds; n++) {
    const crowd = chance.is(0.1) ? 25 : 1
    change(store, tell, (edit) => {
      for (let m = 0; m < crowd; m++) {
        edit.create(User, { login: `u${n}-${m}`, lastName: `Number ${n}-${m}` })
        edit.create(Handset, { sipUser: `u${n}-${m}`, secret: `secret-of-u${n}-${m}-000000` })
      }
      const old = edit.find(User, 'login', `u${n - chance.between(3, 8)}-0`)
      if (old) edit.remove(User, old.id)
    })
    if (chance.is(0.5)) await recordCall(n)
    if (chance.is(0.3)) await bind(n)
    if (chance.is(0.2)) tell('counted', { epoch: store.nextEpoch('exchange') })
    if (chance.is(0.2)) takePicture(n)
    await clock.advance(2000) // rescue files have their turn
  }
  await store.close()

  async function recordCall(n: number): Promise<void> {
    const call = `1-1-${n}`
    const appended = calls.append(
      Array.from({ length: EVENTS }, (_, index) => {
        const kind = index ? ('held' as const) : ('began' as const)
        return { call, sequence: index + 1, at: n, kind }
      }),
    )
    await calls.flush()
    await appended
    tell('recorded', { call })
  }

  async function bind(n: number): Promise<void> {
    bindings.put('phone', n)
    await bindings.flush()
    tell('bound', { n })
  }

  function takePicture(n: number): void {
    const photo = shelf.put({ type: 'image/png', bytes: Buffer.alloc(9000 + n, n) })
    tell('pictured', { photo: photo ?? '', size: 9000 + n })
  }
}

function change(store: Store, tell: Tell, edit: Parameters<Store['change']>[1]): void {
  tell('begun', { revision: store.revision() + 1 })
  const made = store.change({ by: 'office', from: 'test' }, edit)
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  tell('kept', { revision: made.value.number, hash: configHash(store), site: store.site() ?? '' })
}

async function complaints(data: string, marks: readonly Mark[]): Promise<string[]> {
  const damage = [...verifyConfig(data).damage] // the check at start looks before anybody writes
  const store = openStore({ data, clock: new VirtualClock() })
  const found = [...damage, ...checkRecords(store.records).damage]
  try {
    found.push(
      ...wrongRevision(store, marks),
      ...lostElsewhere(store, data, marks),
      ...brokenRescues(data),
    )
    const next = store.revision() + 1
    const more = store.change({ by: 'later', from: 'test' }, (edit) => {
      if (edit.all(Site).length === 0) edit.create(Site, { name: 'Main', number: 1 })
      edit.create(Handset, { sipUser: 'later' })
    })
    if (!more.ok || more.value.number !== next) found.push('no change can be made any more')
    found.push(...verifyConfig(data).damage)
  } finally {
    await store.close()
  }
  return found
}

/** Exactly what one revision made, none before the last that was acknowledged and none after the last that was begun. */
function wrongRevision(store: Store, marks: readonly Mark[]): string[] {
  const kept = Number(last(marks, 'kept')?.revision ?? 0)
  const begun = Number(last(marks, 'begun')?.revision ?? 0)
  const revision = store.revision()
  const found: string[] = []
  const site = last(marks, 'kept')?.site
  if (site !== undefined && store.site() !== site) found.push('the site is another one')
  if (revision < kept) found.push(`revision ${kept} was acknowledged, ${revision} is there`)
  if (revision > begun) found.push(`revision ${begun} was begun, ${revision} is there`)
  const hash = marks.find((mark) => mark.what === 'kept' && mark.revision === revision)?.hash
  if (hash !== undefined && hash !== configHash(store))
    found.push(`revision ${revision} is not what it was`)
  const phone = store.all(Handset).at(-1)
  if (phone && store.reveal(Handset, phone.id, 'secret') !== `secret-of-${phone.sipUser}-000000`) {
    found.push(`the secret of ${phone.sipUser} is not what it was`)
  }
  return found
}

function lostElsewhere(store: Store, data: string, marks: readonly Mark[]): string[] {
  const found: string[] = []
  const calls = openCallLog(store.records, new VirtualClock())
  const shelf = new PhotoShelf(data, new VirtualClock())
  for (const mark of marks) {
    if (mark.what === 'recorded' && calls.events(String(mark.call)).length !== EVENTS) {
      found.push(`call ${mark.call} was acknowledged and is not there`)
    }
    if (mark.what === 'pictured' && shelf.get(String(mark.photo))?.bytes.length !== mark.size) {
      found.push(`picture ${mark.photo} was acknowledged and is not there`)
    }
  }
  const bound = Number(last(marks, 'bound')?.n ?? 0)
  const there = store.durable<number>('bindings').get('phone') ?? 0
  if (there < bound) found.push(`${bound} was bound, ${there} is there`)
  const counted = Number(last(marks, 'counted')?.epoch ?? 0)
  if (store.nextEpoch('exchange') <= counted)
    found.push(`epoch ${counted} was given, and is given again`)
  return found
}

/** Whatever has the name of a rescue file is one, whole. */
function brokenRescues(data: string): string[] {
  const folder = join(data, 'rescue')
  const found: string[] = []
  let names: string[] = []
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  for (const name of names) {
    try {
      const rescue = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      if (rescue.checksum !== checksumOf(rescue)) found.push(`${name} is not what was written`)
    } catch {
      found.push(`${name} is half a file`)
    }
  }
  return found
}
