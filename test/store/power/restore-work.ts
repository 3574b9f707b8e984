import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { Site } from '../../../firmware/model/site.ts'
import { restoreRescue } from '../../../firmware/store/restore.ts'
import { openStore } from '../../../firmware/store/store.ts'
import { verifyConfig } from '../../../firmware/store/verify.ts'
import type { Mark } from './recording.ts'
import { last, type Tell, type Work } from './work.ts'

const HANDSETS = 20

/** Somebody puts a rescue file in the place of the configuration, and the power fails meanwhile. */
export const restoreWork: Work = { prepare, run, complaints }

async function prepare(data: string): Promise<void> {
  const store = openStore({ data, clock: new VirtualClock() })
  for (let n = 0; n < HANDSETS; n++) {
    const made = store.change({ by: 'office', from: 'test' }, (edit) => {
      if (n === 0) edit.create(Site, { name: 'Main', number: 1 })
      edit.create(Handset, { sipUser: `h${n}`, secret: `secret-of-h${n}-00000000` })
    })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
  }
  await store.close() // writes the file
}

async function run(data: string, tell: Tell): Promise<void> {
  restoreRescue({ data, file: latest(data), clock: new VirtualClock() })
  tell('restored')
}

/** Either what was or what the file says, which is the same here but for the revision; never an empty unit. */
async function complaints(data: string, marks: readonly Mark[]): Promise<string[]> {
  const found: string[] = []
  const store = openStore({ data, clock: new VirtualClock() })
  const revision = store.revision()
  const restored = last(marks, 'restored') !== undefined
  if (revision !== HANDSETS + 1 && (restored || revision !== HANDSETS))
    found.push(`revision ${revision}`)
  const phones = store.all(Handset)
  if (phones.length !== HANDSETS) found.push(`${phones.length} of ${HANDSETS} telephones`)
  for (const { id, sipUser } of phones) {
    const secret = store.reveal(Handset, id, 'secret')
    if (secret !== `secret-of-${sipUser}-00000000`)
      found.push(`the secret of ${sipUser} is another`)
  }
  await store.close()
  found.push(...verifyConfig(data).damage)
  return found
}

function latest(data: string): string {
  const folder = join(data, 'rescue')
  return join(folder, readdirSync(folder).toSorted().at(-1) ?? '')
}
