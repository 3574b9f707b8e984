import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { silentLog } from '../../firmware/log.ts'
import { isAudible } from '../../firmware/prompts/audible.ts'
import { message } from '../../firmware/prompts/catalogue/catalogue.ts'
import { SPOKEN_LANGUAGES, tongue } from '../../firmware/prompts/language.ts'
import { madePath } from '../../firmware/prompts/made.ts'
import { MADE, openPrompts } from '../../firmware/prompts/prompts.ts'
import { PACKAGES, RECORDED, recording } from '../../firmware/prompts/recordings.ts'
import { MESSAGE_IDS, vocabulary } from '../../firmware/prompts/vocabulary.ts'
import { sentencesOf } from '../../firmware/prompts/wording.ts'
import { samplesOf } from './samples.ts'
import { readWav } from './wav.ts'

function listening() {
  const warnings: string[] = []
  const log = {
    ...silentLog,
    warn: (fields: object, text: string) => void warnings.push(`${text} ${JSON.stringify(fields)}`),
  }
  return { log, warnings }
}

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'prompts-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

/** The name of a recording in the packages, or of what is made. */
const nameOf = (path: string) =>
  /(?:trimmed-\d+|sounds\/[^/]+)\/(.*)\.wav$/.exec(path)?.[1] ?? 'made'
const names = (paths: readonly string[]) => paths.map(nameOf)

for (const language of SPOKEN_LANGUAGES) {
  t.test(`every message can be said in ${language}, in its own language`, async (t) => {
    const { log, warnings } = listening()
    const prompts = openPrompts({ log })
    const silent: string[] = []
    for (const hours of [12, 24] as const) {
      for (const one of MESSAGE_IDS.flatMap(samplesOf)) {
        const paths = prompts.say({ language, hours }, one)
        const isFine =
          paths.every(isAudible) &&
          paths.every((path) => path.includes(`/${language}/`) || path.includes('/silence-'))
        const isEmpty = paths.length === 0 && sentencesOf(one, tongue(language)).flat().length > 0
        if (!isFine || isEmpty) silent.push(`${one.id} ${JSON.stringify(one.values)}`)
      }
    }
    t.strictSame(silent, [])
    t.strictSame(warnings, [])
  })

  t.test(`every recording that the table of ${language} names is installed`, async (t) => {
    const missing = Object.entries(RECORDED[language]).filter(
      ([, name]) => !isAudible(recording(name, language)),
    )
    t.strictSame(missing, [])
  })

  t.test(`every phrase of ${language} is made, and as long as its words take`, async (t) => {
    const wrong: string[] = []
    for (const phrase of vocabulary(language)) {
      const path = madePath(MADE, phrase, language)
      if (!isAudible(path)) wrong.push(`${phrase}: missing`)
      else {
        const { seconds, peak } = readWav(path)
        const most = 1.2 + phrase.length * 0.14
        if (seconds < 0.15 || seconds > most || peak < 2000) {
          wrong.push(`${phrase}: ${seconds.toFixed(2)} s, peak ${peak}`)
        }
      }
    }
    t.strictSame(wrong, [])
  })

  t.test(`no recording of ${language} is listed that nothing says`, async (t) => {
    const said = vocabulary(language)
    const unused = Object.keys(RECORDED[language]).filter((phrase) => !said.has(phrase))
    // Letters are all listed, whether or not one is a word too.
    t.strictSame(unused, [])
  })
}

t.test('a sentence that is recorded in parts is said by them', async (t) => {
  const { say } = openPrompts()
  t.strictSame(names(say('en', message('mailbox.new-messages', { messages: 2 }))), [
    'vm-youhave',
    'digits/2',
    'vm-INBOX',
    'vm-messages',
  ])
  t.strictSame(names(say('es', message('mailbox.new-messages', { messages: 1 }))), [
    'vm-youhave',
    'digits/1M',
    'vm-message',
    'vm-INBOXs',
  ])
  t.strictSame(names(say('fr', message('mailbox.new-messages', { messages: 71 }))), [
    'vm-youhave',
    'digits/60',
    'digits/et',
    'digits/11',
    'vm-INBOX',
    'vm-messages',
  ])
})

t.test(
  'one voice a sentence: where one word is missing, the other voice says all of it',
  async (t) => {
    const { say } = openPrompts()
    const one = say('es', message('mailbox.saved-messages', { messages: 2 }))
    t.ok(
      names(one).every((name) => name === 'made'),
      names(one).join(' '),
    )
    for (const id of MESSAGE_IDS) {
      for (const sample of samplesOf(id)) {
        for (const language of SPOKEN_LANGUAGES) {
          const sentences = sentencesOf(sample, tongue(language)).length
          if (sentences !== 1) continue
          const voices = new Set(
            say(language, sample)
              .filter((path) => !path.includes('/silence-'))
              .map((path) => nameOf(path) === 'made'),
          )
          if (voices.size > 1) t.fail(`${id} in ${language} has two voices`)
        }
      }
    }
  },
)

t.test('a name in the own voice stands in the sentence; without it the extension', async (t) => {
  const { say } = openPrompts()
  const own = recording('hello-world', 'en')
  const party = { extension: '204', name: own }
  t.equal(say('en', message('conference.joined', { party }))[0], own)
  t.strictSame(
    names(say('en', message('conference.joined', { party: { ...party, name: '/none.wav' } }))),
    ['vm-extension', 'digits/2', 'digits/0', 'digits/4', 'conf-hasjoin'],
  )
})

t.test("the site's own recording comes first", async (t) => {
  const own = folder(t)
  mkdirSync(join(own, 'fr'))
  const greeting = join(own, 'fr', 'attendant.open.wav')
  cpSync(recording('beep', 'fr'), greeting)
  const { say } = openPrompts({ own: [join(own, 'none'), own] })
  t.strictSame(say('fr', message('attendant.open')), [greeting])
  t.notSame(say('en', message('attendant.open')), [greeting])
})

t.test('a damaged recording is replaced by the other voice, and reported once', async (t) => {
  const packages = folder(t)
  mkdirSync(join(packages, 'es'))
  writeFileSync(join(packages, 'es', 'vm-deleted.wav'), 'RIFF, but no more')
  const made = folder(t)
  const spoken = madePath(made, 'Mensaje borrado.', 'es')
  cpSync(madePath(MADE, 'Mensaje borrado.', 'es'), spoken)
  const { log, warnings } = listening()
  const { say } = openPrompts({ packages, made, log })
  t.strictSame(say('es', message('mailbox.deleted')), [spoken])
  t.equal(warnings.length, 1, warnings.join())
  t.match(warnings[0], /vm-deleted/)
  say('es', message('mailbox.deleted'))
  t.equal(warnings.length, 1)
})

t.test('what one language cannot say another says, and nothing at all is a beep', async (t) => {
  const made = folder(t)
  const { say, signal } = openPrompts({ made })
  t.match(say('es', message('conference.full')), [/\/en_US[^/]*\/conf-full\.wav$/])
  const { say: mute, signal: beeping } = openPrompts({ made, packages: folder(t) })
  t.strictSame(mute('fr', message('mailbox.deleted')), [])
  t.match(beeping('fr', message('mailbox.deleted')), { kind: 'tone' })
  t.match(signal('fr', message('mailbox.deleted')), { kind: 'files', times: 1, fromMs: 0 })
  t.ok(PACKAGES)
})

t.test('no value makes a message throw', async (t) => {
  const { signal } = openPrompts()
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 1e12, -0]
  for (const n of wild) {
    signal('fr', message('queue.waiting', { callers: n }))
    signal('es', message('common.number', { number: n }), message('common.ordinal', { ordinal: n }))
    signal('en', message('common.duration', { duration: n }))
    signal('fr', message('common.money', { money: { hundredths: n, currency: 'euro' } }))
    signal('fr', message('common.day', { day: { year: n, month: n, day: n } }))
    signal('es', message('common.time', { time: { hour: n, minute: n } }))
    signal('en', message('common.moment', { moment: { at: n, now: n, zone: '' } }))
  }
  t.pass()
})
