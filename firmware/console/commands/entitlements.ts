import { COUNTED } from '../../entitlements/capacity-table.ts'
import { capacityWords, profileWords } from '../../entitlements/capacity-words.ts'
import { used } from '../../entitlements/counts.ts'
import { entitled, unitOf } from '../../entitlements/entitled.ts'
import { installKey } from '../../entitlements/install-key.ts'
import { actsUntil } from '../../entitlements/key-state.ts'
import { reckonedNow } from '../../entitlements/reckoned-now.ts'
import { rolesOf } from '../../model/permissions.ts'
import { say } from '../../words/say.ts'
import type { ConsoleCommand, Desk } from '../command.ts'
import { columns } from '../terminal/layout.ts'
import type { Terminal } from '../terminal/terminal.ts'

const MOST_LINES = 100 // of five characters each would do

export const entitlements: ConsoleCommand = {
  name: 'entitlements',
  usage: '[key]',
  summary: 'what the unit takes, and its feature keys',
  needs: rolesOf('PERM-205'),
  complete: async () => ['key'],
  async run([what, ...text], desk) {
    const { terminal, unit, clock, who } = desk
    const { store } = unit
    if (!store) return terminal.line('The unit prepares itself. Wait a moment.')
    if (what === undefined) return show(desk)
    if (what !== 'key') return terminal.line('Say entitlements, or entitlements key.')
    const key = [...text, ...(text.length > 0 ? [] : await pasted(terminal))].join(' ')
    if (key === '') return terminal.line('Nothing was entered.')
    const origin = { by: who?.login ?? '', from: 'console' }
    const installed = installKey(store, clock, key, origin)
    terminal.line(installed.ok ? 'Taken.' : say('en', installed.error))
  },
}

/** The lines of a key, which is longer than one may be. */
async function pasted(terminal: Terminal): Promise<readonly string[]> {
  terminal.line('Paste or type the key, in as many lines as you like; an empty one ends it.')
  const lines: string[] = []
  while (lines.length < MOST_LINES) {
    const line = await terminal.readLine({ prompt: 'key: ' })
    if (line === undefined || line.trim() === '') break
    lines.push(line.trim())
  }
  return lines
}

async function show({ terminal, unit, clock }: Desk): Promise<void> {
  const { store } = unit
  if (!store) return
  const entitlement = entitled(store, reckonedNow(store, clock))
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const limits = COUNTED.map((name) => [
    say('en', capacityWords(name)),
    `${used(store, name)} of ${entitlement.limit(name) ?? 'what the unit has'}`,
  ])
  const keys = entitlement.keys.map(({ key, state }) => [
    `${key.series} ${key.number}`,
    `${state}${key.expires === undefined ? '' : `, ends ${day(key.expires)}, acts until ${day(actsUntil(key) ?? 0)}`}`,
  ])
  await terminal.page([
    `Unit ${unitOf(store)}, capacity profile ${say('en', profileWords(entitlement.profile))}`,
    ...columns(limits),
    ...(keys.length > 0 ? ['Feature keys', ...columns(keys)] : ['No feature keys.']),
  ])
}
