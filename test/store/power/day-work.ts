import { execFileSync } from 'node:child_process'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { Site } from '../../../firmware/model/site.ts'
import type { CallEvent } from '../../../firmware/records/call-event.ts'
import { openCallLog } from '../../../firmware/records/call-log.ts'
import { openStore, type Store } from '../../../firmware/store/store.ts'
import type { Tell, Work } from './work.ts'

const BEFORE = 2000 // calls of days past: the tree is no longer flat
/** Of the day; a whole one has 2,000 (DESIGN §4), and this is multiplied. */
export const CALLS = 100
const CHANGES = 1 // 20 a day
/** Seconds before an answer, by turns: two or three rings mostly, a quarter of them so long that the events do not wait for it. */
const RINGS_FOR = [3, 6, 8, 9, 11, 14, 18, 30]

/** Part of a day of an office, to count what it writes. Times of files wait in memory (`lazytime`), and go to the disk at the end. */
export const dayWork: Work = { prepare, run, complaints: async () => [] }

async function prepare(data: string): Promise<void> {
  const { store, calls } = opened(data)
  changed(store, 'first')
  for (let n = 1; n <= BEFORE; n++) {
    void calls.append(storyOf(n).flat())
    if (n % 100 === 0) await calls.flush()
  }
  await calls.flush()
  await store.close()
}

async function run(data: string, tell: Tell): Promise<void> {
  const { store, calls, clock } = opened(data)
  execFileSync('sync', ['-f', data])
  tell('day')
  for (let n = 0; n < CALLS; n++) {
    const [setUp = [], answered = [], ended = []] = storyOf(BEFORE + n + 1)
    const begun = calls.append(setUp)
    const rings = RINGS_FOR[n % RINGS_FOR.length] ?? 0
    await clock.advance(rings * 1000)
    if (rings > 15) await begun // by then it is on the disk
    for (const together of [answered, ended]) {
      const appended = calls.append(together)
      await clock.advance(2000)
      await appended
    }
    await begun
  }
  for (let n = 0; n < CHANGES; n++) {
    changed(store, `later${n}`)
  }
  execFileSync('sync', ['-f', data])
  tell('night')
  await store.close()
}

function opened(data: string) {
  const clock = new VirtualClock()
  const store = openStore({ data, clock })
  return { store, clock, calls: openCallLog(store.records, clock) }
}

function changed(store: Store, sipUser: string): void {
  const made = store.change({ by: 'office', from: 'test' }, (edit) => {
    if (edit.all(Site).length === 0) edit.create(Site, { name: 'Main', number: 1 })
    edit.create(Handset, { sipUser })
  })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
}

/** The events of one call as they come together: set up, answered, ended. No call shares a commit with another. */
function storyOf(n: number): CallEvent[][] {
  const call = `1-1-${n}`
  let sequence = 0
  const event = (kind: CallEvent['kind'], more: Partial<CallEvent> = {}): CallEvent => {
    return { call, sequence: ++sequence, at: 1_700_000_000_000 + n * 43_000, kind, ...more }
  }
  const caller = { digits: '101', plan: 'internal', name: 'Ada Lovelace', device: UUID } as const
  const far = { digits: '+15551234567', plan: 'e164', raw: '915551234567', device: UUID } as const
  const quality = {
    packetsReceived: 9000,
    packetsLost: 3,
    packetsSent: 9001,
    jitterMs: 4.5,
    codec: 'PCMU',
    mos: 4.3,
  }
  return [
    [
      event('began', { leg: '1', party: caller, dialled: '915551234567', revision: 12 }),
      event('leg', { leg: '2', party: far, direction: 'out' }),
      event('ringing', { leg: '2' }),
    ],
    [event('answered', { leg: '2' }), event('joined', { leg: '2' })],
    [
      event('quality', { leg: '1', quality }),
      event('quality', { leg: '2', quality }),
      event('left', { leg: '2', cause: 16 }),
      event('left', { leg: '1', cause: 16 }),
      event('released', { cause: 16 }),
    ],
  ]
}

const UUID = '019abcde-0123-7456-89ab-0123456789ab'
