import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Grammar } from '../../../firmware/prompts/grammar/grammar.ts'
import { GRAMMARS } from '../../../firmware/prompts/grammar/grammars.ts'
import type { Noun } from '../../../firmware/prompts/grammar/nouns.ts'
import { SPOKEN_LANGUAGES } from '../../../firmware/prompts/language.ts'
import type { Currency } from '../../../firmware/prompts/values.ts'

/** The words for one line of a table, `count 21 new message` for instance. */
function said(grammar: Grammar, line: string): string[] {
  const [kind = '', value = '', ...rest] = line.split(' ')
  const [a = 0, b = 0, c = 0] = value.split(/[-.]/).map(Number)
  if (kind === 'number') return grammar.cardinal(a, 'alone')
  if (kind === 'm' || kind === 'f') return grammar.cardinal(a, kind)
  if (kind === 'ordinal') return grammar.ordinal(a, 'm')
  if (kind === 'count') return grammar.counted(a, rest.join(' ') as Noun)
  if (kind === 'money') return grammar.money(a, b, rest.join(' ') as Currency)
  if (kind === 'day') {
    const weekday = new Date(Date.UTC(a, b - 1, c)).getUTCDay()
    return grammar.day({ year: a, month: b, day: c }, weekday)
  }
  const [hour = 0, minute = 0] = (rest[0] ?? '').split(':').map(Number)
  return grammar.time({ hour, minute }, a === 12 ? 12 : 24, true)
}

for (const language of SPOKEN_LANGUAGES) {
  t.test(`numbers, counts, days, times and money as ${language} says them`, async (t) => {
    const table = readFileSync(new URL(`${language}.txt`, import.meta.url), 'utf8')
    const cases = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    t.ok(cases.length >= 120)
    const wrong = cases.flatMap((line) => {
      const [what = '', words = ''] = line.split(' = ')
      const got = said(GRAMMARS[language], what).join(' ')
      return got === words ? [] : [`${what}: ${got}, not ${words}`]
    })
    t.strictSame(wrong, [])
  })
}
