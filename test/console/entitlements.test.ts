import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Desk } from '../../firmware/console/command.ts'
import { entitlements } from '../../firmware/console/commands/entitlements.ts'
import { Terminal } from '../../firmware/console/terminal/terminal.ts'
import { unitOf } from '../../firmware/entitlements/entitled.ts'
import { silentLog } from '../../firmware/log.ts'
import { Capacity } from '../../firmware/model/capacity.ts'
import { Site } from '../../firmware/model/site.ts'
import { AdminEvents } from '../../firmware/store/admin-events.ts'
import { DAY, ISSUED, issue } from '../entitlements/issue.ts'
import { aDirectory, change, opened } from '../store/a-store.ts'

function aDesk(t: Test) {
  const clock = new VirtualClock(ISSUED)
  const store = opened(t, aDirectory(t), clock)
  change(store, (edit) => edit.create(Site, { name: 'Main' }))
  change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '320' }))
  const sent: string[] = []
  const terminal = new Terminal({ unsent: 0, send: (text) => void sent.push(text) }, clock)
  const desk = {
    terminal,
    clock,
    log: silentLog,
    unit: { store },
    who: { login: 'ann', roles: ['support-technician'] },
    signal: new AbortController().signal,
  } as unknown as Desk
  const says = async (args: string[], typed: readonly string[] = []) => {
    sent.length = 0
    const done = entitlements.run(args, desk)
    for (const line of typed) terminal.receive(Buffer.from(`${line}\r`))
    await clock.advance(0)
    await done
    return sent.join('')
  }
  return { store, clock, says }
}

t.test(
  'FKEY-3, FKEY-8 the console shows what the unit takes and its keys, and takes one',
  async (t) => {
    const { store, clock, says } = aDesk(t)
    const before = await says([])
    t.match(before, new RegExp(`Unit ${unitOf(store)}, capacity profile 320`))
    t.match(before, /people +0 of 12\r?\n/)
    t.match(before, /No feature keys\./)
    t.match(await says(['key', 'SK1-NONSENSE']), /no feature key/)
    const code = issue(unitOf(store), { expires: ISSUED + 10 * DAY })
    t.ok(code.length > 256, 'longer than a line of the console')
    const lines = code.match(/.{1,70}/g) ?? []
    t.match(await says(['key'], [...lines, '']), /Taken\./, 'in as many lines as one likes')
    const after = await says([])
    t.match(after, /people +0 of 20/)
    t.match(after, /PEOPLE 1 +ending, ends 2026-01-11, acts until 2026-02-10/)
    t.match(new AdminEvents(store.records, clock).latest(1), [{ by: 'ann', from: 'console' }])
    t.match(await says(['remove']), /Say entitlements/)
    t.match(await says(['key'], ['']), /Nothing was entered/)
  },
)
