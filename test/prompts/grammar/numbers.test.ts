import t from 'tap'
import type { Agreement } from '../../../firmware/prompts/grammar/grammar.ts'
import { GRAMMARS } from '../../../firmware/prompts/grammar/grammars.ts'
import { SPOKEN_LANGUAGES } from '../../../firmware/prompts/language.ts'
import { vocabulary } from '../../../firmware/prompts/vocabulary.ts'
import { read } from '../readers.ts'

/** The same numbers in every run, spread over all magnitudes. */
function numbers(): number[] {
  let state = 1
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const spread = Array.from({ length: 3000 }, () => Math.floor(10 ** (random() * 9)))
  return [...Array.from({ length: 2001 }, (_, n) => n), ...spread, 999_999_999]
}

for (const language of SPOKEN_LANGUAGES) {
  t.test(`numbers said in ${language} are read back as themselves`, async (t) => {
    const grammar = GRAMMARS[language]
    const words = vocabulary(language)
    for (const agreement of ['alone', 'm', 'f'] satisfies Agreement[]) {
      for (const n of numbers()) {
        const said = grammar.cardinal(n, agreement)
        if (read(said, language) !== n) t.fail(`${n} ${agreement}: ${said.join(' ')}`)
        const strange = said.filter((word) => !words.has(word))
        if (strange.length > 0) t.fail(`${n} ${agreement}: no prompt for ${strange}`)
      }
    }
    t.pass()
  })

  t.test(`ordinals of ${language} have prompts for all their words`, async (t) => {
    const words = vocabulary(language)
    for (const n of numbers().filter((one) => one > 0)) {
      for (const gender of ['m', 'f'] as const) {
        const strange = GRAMMARS[language].ordinal(n, gender).filter((word) => !words.has(word))
        if (strange.length > 0) t.fail(`${n}: no prompt for ${strange}`)
      }
    }
    t.pass()
  })

  t.test(`different numbers sound different in ${language}`, async (t) => {
    const said = numbers().map(
      (n) => [n, GRAMMARS[language].cardinal(n, 'alone').join(' ')] as const,
    )
    t.equal(new Set(said.map(([, words]) => words)).size, new Set(said.map(([n]) => n)).size)
  })
}
