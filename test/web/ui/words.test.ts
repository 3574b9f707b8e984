import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import t from 'tap'
import { duration } from '../../../firmware/web/ui/src/words/duration.ts'
import { English } from '../../../firmware/web/ui/src/words/en.ts'
import { Spanish } from '../../../firmware/web/ui/src/words/es.ts'
import { French } from '../../../firmware/web/ui/src/words/fr.ts'

const OTHERS = { es: Spanish, fr: French } as const
const ids = Object.keys(English) as (keyof typeof English)[]

/** Names of the parameters in a message, sorted. */
function parameters(message: string): string[] {
  const names = new Set<string>()
  const collect = (part: unknown): void => {
    if (!Array.isArray(part)) return
    for (const token of part) {
      if (!Array.isArray(token)) continue
      const [name, , choices] = token as [string, string?, Record<string, unknown>?]
      if (name !== '#') names.add(name)
      for (const choice of Object.values(choices ?? {})) collect(choice)
    }
  }
  collect(compileMessageOrThrow(message))
  return [...names].sort()
}

for (const [language, catalogue] of Object.entries(OTHERS)) {
  t.test(`UX every text in ${language} has the parameters of the English one`, async (t) => {
    for (const id of ids) t.strictSame(parameters(catalogue[id]), parameters(English[id]), id)
  })
}

t.test('UX no text is empty, and none has an apostrophe that ICU takes for a quote', async (t) => {
  for (const catalogue of [English, Spanish, French]) {
    for (const id of ids) t.match(catalogue[id], /^[^']+$/, id)
  }
})

t.test('a duration has its two largest units', async (t) => {
  t.equal(duration(0, 'en'), '0 sec')
  t.equal(duration(89.9, 'en'), '1 min 29 sec')
  t.equal(duration(3600, 'en'), '1 hr')
  t.equal(duration(90_061, 'en'), '1 day 1 hr')
  t.equal(duration(-5, 'en'), '0 sec', 'a clock that is behind')
  t.equal(duration(120, 'fr').replace(/\s/g, ' '), '2 min')
})
