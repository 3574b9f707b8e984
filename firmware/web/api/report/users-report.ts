/** Who is in the office's directory and what belongs to them (UREP rows), and how much of everything is configured (RSUM-1). */
import { AnalogHandset } from '../../../model/analog-handset.ts'
import { Extension } from '../../../model/extension.ts'
import { Handset } from '../../../model/handset.ts'
import { entities } from '../../../model/registry.ts'
import { fullName, User } from '../../../model/user.ts'
import type { Reader } from '../../../store/reader.ts'
import type { ReportTable } from '../../../store/report.ts'
import { asMessage, type Language } from '../../../words/message.ts'
import { say, sayChoice } from '../../../words/say.ts'

/** One person a row, in the order of their numbers. */
export function usersTable(reader: Reader, language: Language): ReportTable {
  const words = (text: string) => say(language, text)
  const handsets = [...reader.all(Handset), ...reader.all(AnalogHandset)]
  const phonesOf = countBy(handsets.map(({ extension }) => extension))
  const rows = reader.all(User).flatMap((user) => {
    const own = reader.all(Extension).filter((one) => one.owner === user.id)
    const phones = own.reduce((sum, { id }) => sum + (phonesOf.get(id) ?? 0), 0)
    const row = [
      own.map(({ number }) => number).join(', '),
      fullName(user),
      user.login,
      String(phones),
      user.roles.map((role) => sayChoice(language, role)).join(', '),
      sayChoice(language, user.language),
      user.mustChangePassword ? words('must be changed') : '',
    ]
    return [row]
  })
  const columns = ['Number', 'Name', 'Login name', 'Phones', 'Roles', 'Language', 'Password']
  return {
    section: 'users',
    title: words('People'),
    columns: columns.map(words),
    rows: rows.sort((a, b) => compare(a[0] ?? '', b[0] ?? '')),
  }
}

/** How many there are of every list of the configuration. */
export function countsTable(reader: Reader, language: Language): ReportTable {
  const lists = entities.filter(({ rules }) => !rules.internal && !rules.singleton)
  return {
    section: 'counts',
    title: say(language, 'Configured'),
    columns: [say(language, 'What'), say(language, 'Count')],
    rows: lists.map((entity) => [
      say(language, asMessage(entity.rules.label)),
      String(reader.all(entity).length),
    ]),
  }
}

function countBy(keys: readonly (string | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** By number as people count; whoever has none comes last. */
function compare(a: string, b: string): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '')
  return a.localeCompare(b, 'en', { numeric: true })
}
