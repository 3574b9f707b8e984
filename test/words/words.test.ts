import t from 'tap'
import { condition, sayCondition } from '../../firmware/words/condition.ts'
import { CONDITIONS, type ConditionKind } from '../../firmware/words/conditions.ts'
import { format, parametersOf } from '../../firmware/words/format.ts'
import { LANGUAGES, type Wordings } from '../../firmware/words/message.ts'
import { CATALOGUE, languageAmong, message, say } from '../../firmware/words/say.ts'

const LONGEST_SENTENCE = 30 // words; parameters are words too

/** Every text with where it stands. */
function everyText(): [name: string, wordings: Wordings][] {
  const found: [string, Wordings][] = Object.entries(CATALOGUE)
  for (const [kind, { subject, effect, remedy }] of Object.entries(CONDITIONS)) {
    found.push([`${kind} subject`, subject], [`${kind} effect`, effect], [`${kind} remedy`, remedy])
  }
  return found
}

t.test('UX every text is there in every language, with the same parameters', async (t) => {
  for (const [name, wordings] of everyText()) {
    t.strictSame(Object.keys(wordings), ['en', 'es', 'fr'], name)
    for (const language of LANGUAGES) {
      t.match(wordings[language], /\S/, `${name} ${language}`)
      t.strictSame(parametersOf(wordings[language]), parametersOf(wordings.en), name)
    }
  }
})

t.test('UX sentences are short, and no placeholder is left in them', async (t) => {
  for (const [name, wordings] of everyText()) {
    const values = Object.fromEntries(parametersOf(wordings.en).map((one) => [one, 'x1']))
    for (const language of LANGUAGES) {
      const said = format(language, wordings[language], values)
      t.notMatch(said, /[{}#]/, `${name} ${language}`)
      t.notMatch(said, /\s\s|^\s|\s$/, `${name} ${language}`)
      for (const sentence of said.split(/[.:!?;] /)) {
        t.ok(sentence.split(/\s+/).length <= LONGEST_SENTENCE, `${name} ${language}: ${sentence}`)
      }
    }
  }
})

t.test('UX effects and remedies of conditions are whole sentences', async (t) => {
  for (const [kind, { effect, remedy }] of Object.entries(CONDITIONS)) {
    const values = Object.fromEntries(
      parametersOf(effect.en + remedy.en).map((one) => [one, 'X1.']),
    )
    for (const language of LANGUAGES) {
      t.match(
        format(language, effect[language], values),
        /^[A-ZÀ-Ü«].*\.$/su,
        `${kind} ${language}`,
      )
      t.match(
        format(language, remedy[language], values),
        /^[A-ZÀ-Ü«'].*\.$/su,
        `${kind} ${language}`,
      )
    }
  }
})

t.test('plural forms follow the language: French says one of zero', async (t) => {
  const wording = '{count, plural, =7 {seven things} one {# thing} other {# things}}'
  t.equal(format('en', wording, { count: 1 }), '1 thing')
  t.equal(format('en', wording, { count: 0 }), '0 things')
  t.equal(format('fr', wording, { count: 0 }), '0 thing')
  t.equal(format('es', wording, { count: 7 }), 'seven things')
  t.equal(format('en', wording, {}), '# things', 'a missing number')
})

t.test('a form is chosen by a value, and an empty value has one too', async (t) => {
  const wording = 'It {why, select, full {is full} none {is} other {is {why}}}.'
  t.equal(format('en', wording, { why: 'full' }), 'It is full.')
  t.equal(format('en', wording, { why: '' }), 'It is.')
  t.equal(format('en', wording, { why: '{why} #' }), 'It is {why} #.', 'values are no wordings')
})

t.test('the compiler refuses what the running test would find', async () => {
  // @ts-expect-error: a parameter is missing
  message('takes.digits', { min: 1 })
  // @ts-expect-error: there is no such text
  message('takes.nothing', {})
  // @ts-expect-error: this kind has a parameter
  condition('line-battery')
})

t.test('messages are plain data that may stand in one another', async (t) => {
  const says = message('takes.digits', { min: 3, max: 6 })
  const whole = message('is-not', { given: "'1x1'", says })
  t.strictSame(JSON.parse(JSON.stringify(whole)), whole)
  t.equal(say('en', whole), "'1x1' is not a number of 3 to 6 digits")
  t.equal(say('es', whole), "'1x1' no es un número de 3 a 6 cifras")
  t.equal(say('fr', whole), "'1x1' n’est pas un numéro de 3 à 6 chiffres")
  t.equal(say('es', message('names-several', { names: ['a', 'b'] })), 'nombra a y b')
})

t.test('what is unknown or wrong is said as well as can be, and never throws', async (t) => {
  t.equal(say('es', 'Somebody else wrote this.'), 'Somebody else wrote this.')
  t.equal(say('es', { id: 'of-a-later-version', values: { x: 1 } }), 'of-a-later-version')
  t.equal(say('en', { id: 'takes.list' }), 'a list of at most {max}')
  t.equal(say('xx' as 'es', { id: 'cause.17' }), 'busy')
  for (const id of [
    '__proto__',
    'constructor',
    'toString',
    '{',
    '{a, plural, ',
    '{a, select, x {',
  ]) {
    t.type(say('fr', id), 'string', id)
  }
  let deep: unknown = 'x'
  for (let depth = 0; depth < 10_000; depth++) deep = { id: 'give.says', values: { says: deep } }
  t.type(say('en', deep as string), 'string')
  for (const wrong of [null, [], {}, [[[]]], true]) {
    t.type(say('en', { id: 'give.says', values: { says: wrong as never } }), 'string')
    t.type(say('en', { id: 'give.says', values: wrong as never }), 'string')
    t.type(say('en', { id: wrong as never }), 'string')
  }
})

t.test('UX a condition carries English, and what says it in another language', async (t) => {
  const raised = condition('line-battery', { line: 'fxo-3' })
  t.match(raised, {
    id: 'fxo-3.battery',
    severity: 'warning',
    subject: 'line fxo-3',
    effect: 'fxo-3 has no voltage: no call goes out over it or comes in.',
  })
  const { subject, effect, ...rest } = sayCondition('es', raised)
  t.equal(subject, 'línea fxo-3')
  t.equal(effect, 'fxo-3 no tiene tensión: no sale ni entra ninguna llamada.')
  t.notHas(rest, 'kind')
  const old = { subject: 's', effect: 'e', remedy: 'r' }
  t.strictSame(sayCondition('fr', old), old, 'of a process that knows no kinds')
  t.strictSame(sayCondition('fr', { ...old, kind: 'toString' }), old)
  t.match(sayCondition('fr', { ...old, kind: 'phones-lost' }), { subject: 'téléphones' })
})

t.test('what a process wrote is cut to what the bus takes', async (t) => {
  const values = { name: 'media', vital: 'yes', said: 'x'.repeat(5000) }
  const raised = condition('process-setup', values, 'critical')
  t.equal(raised.severity, 'critical')
  t.match(raised.effect, /^People cannot telephone\. media cannot start\. It said: xxx/)
  t.ok(raised.effect.length <= 1024)
  t.ok(String(raised.values.said).length <= 512)
})

t.test('the id of a kind is one that the bus takes, whatever it is about', async (t) => {
  for (const kind of Object.keys(CONDITIONS) as ConditionKind[]) {
    const { id } = CONDITIONS[kind]
    t.match(
      format('en', id, {
        line: 'fxo-1',
        name: 'media',
        handset: '01a2',
        disk: 'data',
        id: '01a2',
        way: 'mail',
        series: 'base',
      }),
      /^[A-Za-z0-9._-]+$/,
    )
    t.match(CONDITIONS[kind].link, /^(\/[a-z{}/-]+)?$/)
  }
})

t.test('RFC 9110 §12.5.4 the first of our languages is taken', async (t) => {
  t.equal(languageAmong('de-DE, fr-CA;q=0.8, en'), 'fr')
  t.equal(languageAmong('es'), 'es')
  t.equal(languageAmong(undefined), 'en')
  t.equal(languageAmong('x'.repeat(10_000)), 'en')
})
