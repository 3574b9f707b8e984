/**
 * What happens on a disk of 1.5 MB that fills up, in a mount namespace of its own: argument is the directory to mount on. Prints one
 * JSON object of what was seen.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { openCallLog } from '../../firmware/records/call-log.ts'
import { openStore } from '../../firmware/store/store.ts'

const [disk = ''] = process.argv.slice(2)
const seen: Record<string, unknown> = {}
process.on('unhandledRejection', (error) => {
  seen.unhandled = String(error)
})
mount('size=1500k')
const told: (string | undefined)[] = []
const trouble = (error: Error | undefined) => told.push(error?.message)
const store = openStore({ data: join(disk, 'data'), clock: systemClock, trouble })
const log = openCallLog(store.records, systemClock, trouble)
const origin = { by: 'test', from: 'test' }
store.change(origin, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
seen.change = failureOf(() => {
  for (let n = 0; n < 1000; n++) addUsers(n)
})
seen.again = failureOf(() => {
  for (let n = 2000; n < 3000; n++) addUsers(n)
})
seen.revision = store.revision()
seen.users = store.all(User).length

let written = false
const [call, early] = ['1-1-1', '1-1-2']
const eventsOf = (call: string, length: number) =>
  Array.from({ length }, (_, n) => {
    return { call, sequence: n + 1, at: 1, kind: n ? ('held' as const) : ('began' as const) }
  })
await log.append(eventsOf(early, 5))
seen.fromReserve = log.events(early).length
const events = eventsOf(call, 20_000)
const appended = log.append(events).then(() => {
  written = true
})
seen.flush = await log.flush().catch((error: Error) => error.message)
seen.writtenWhileFull = written
seen.told = told.includes(String(seen.flush))

mount('remount,size=30M')
await appended // tried again by itself
seen.events = log.events(call).length
seen.toldBetter = told.at(-1) === undefined
addUsers(3000)
seen.revisionAfter = store.revision()
await store.close()
process.stdout.write(`${JSON.stringify(seen)}\n`)

function addUsers(n: number): void {
  store.change(origin, (edit) => {
    for (let m = 0; m < 20; m++) edit.create(User, { login: `u${n}-${m}`, lastName: `x${n}-${m}` })
  })
}

function failureOf(work: () => void): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    const { name, message, remedy } = error as Error & { remedy: string }
    return { name, message, remedy }
  }
}

function mount(options: string): void {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk])
  if (status !== 0) throw new Error(String(stderr))
}
