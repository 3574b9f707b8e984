import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { checkNewPassword } from '../../firmware/access/passwords.ts'
import { ROLES } from '../../firmware/model/user.ts'
import { StoreError, worldError } from '../../firmware/store/store-error.ts'
import { inWords } from '../../firmware/web/api/live/unavailable.ts'
import { MODEL } from '../../firmware/words/model.ts'
import { message, say } from '../../firmware/words/say.ts'

/** Every TypeScript file below a folder of the firmware. */
function sources(...folders: string[]): [path: string, text: string][] {
  return folders.flatMap((folder) => {
    const root = new URL(`../../firmware/${folder}/`, import.meta.url)
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    return names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [`${folder}/${name}`, readFileSync(new URL(name, root), 'utf8')] as const)
      .map(([path, text]) => [path, text] as [string, string])
  })
}

/** The literals in these places of a source. */
function literals(text: string, before: RegExp): string[] {
  const found = text.matchAll(
    new RegExp(`${before.source}\\s*(['"\`])((?:\\\\.|(?!\\1).)*)\\1`, 'gs'),
  )
  return [...found].map(([, quote, literal = '']) => (quote === '`' ? '`' : '') + literal)
}

const anyRules = { length: 10, lower: false, upper: false, digit: false, special: false }
const strictRules = { length: 10, lower: true, upper: true, digit: true, special: true }

const missing = (text: string) =>
  (['es', 'fr'] as const).filter((language) => !MODEL[text]?.[language]?.trim())

t.test('UX every refusal of the web server has Spanish and French words', async (t) => {
  let count = 0
  for (const [path, text] of sources('web/api', 'web/server')) {
    for (const literal of literals(text, /new Refusal\(\s*(?:'[\w-]+'|\w+),/)) {
      count++
      t.notMatch(literal, /^`/, `${path}: ${literal} is not in the catalogue`)
      t.strictSame(missing(literal), [], `${path}: ${literal}`)
    }
  }
  t.ok(count > 40, `${count}`)
})

t.test('UX remedies of the store, and whole texts of signing in, have them too', async (t) => {
  const remedies = sources('store').flatMap(([path, text]) => [
    ...literals(text, /new StoreError\('[\w-]+', [\w.]+,/),
    ...(/store-error|unit-key/.test(path) ? literals(text, /const remedy =/) : []),
  ])
  const signIn = sources('access')
    .filter(([path]) => path.endsWith('/sign-in.ts'))
    .flatMap(([, text]) => literals(text, /\btext:/))
  const passwords = [
    'short',
    'x'.repeat(200),
    'bell\u0007bell bell',
    'aaaaaaaaaaaa',
    'the old one!',
  ]
  const refused = [...passwords, 'administrator1!'].map((password) => {
    const about = { login: 'administrator', current: 'the old one!', rules: anyRules }
    const fit = checkNewPassword(password, about)
    return fit.ok ? '' : fit.error
  })
  const weak = ['LONG ENOUGH 1!', 'long enough 1!', 'Long enough!', 'Longenough1'].map(
    (password) => {
      const fit = checkNewPassword(password, { login: '', rules: strictRules })
      return fit.ok ? '' : String(fit.error)
    },
  )
  t.equal(new Set(weak).size, 4, 'every demand once')
  t.ok(remedies.length > 4 && signIn.length > 2, `${remedies.length} ${signIn.length}`)
  t.equal(new Set(refused).size, 6, 'every reason once')
  const whole = [...remedies, ...signIn, ...weak, ...refused].filter(
    (one) => typeof one === 'string',
  )
  for (const text of whole) t.strictSame(missing(text), [], text)
})

t.test('UX why nobody can answer is said of each process, and no path with it', async (t) => {
  for (const code of ['not-running', 'gone', 'timeout', 'busy', 'cancelled']) {
    for (const program of ['exchange', 'lines', 'supervisor', 'media']) {
      const { text } = inWords(program, { code, text: '/run/x.sock' })
      for (const language of ['es', 'fr'] as const) {
        t.not(say(language, text), say('en', text), `${code} ${program}`)
        t.notMatch(say(language, text), /sock|exchange|supervisor d/)
      }
    }
  }
  const away = inWords('lines', { code: 'gone', text: '' }).text
  t.match(say('es', away), /^El proceso de las líneas analógicas no está en marcha ahora\./)
  t.match(say('fr', inWords('exchange', { code: 'busy', text: '' }).text), /^Le central ne répond/)
})

t.test('UX what takes a role names it in words', async (t) => {
  const roles = ROLES.slice(0, 2).map((role) => ({ id: `choice.${role}` }))
  const text = message('refusal.takes-role', { count: 2, roles })
  t.match(say('es', text), /^Para eso hace falta una de estas funciones: .* y .*\.$/)
  t.match(say('fr', text), /^Il faut pour cela un de ces rôles : .* et .*\.$/)
  for (const language of ['en', 'es', 'fr'] as const) t.notMatch(say(language, text), /-admin/)
})

t.test('UX a failure of the store is said in any language, its message is English', async (t) => {
  const full = worldError({ code: 'ENOSPC' }, '/data/config')
  t.equal(full.message, '/data/config: no space left.')
  t.equal(full.remedy, 'Free some space there.')
  t.equal(say('es', full.said), '/data/config: no queda espacio. Libere espacio allí.')
  t.match(say('fr', full.said), /il ne reste pas de place\. Libérez de la place là\.$/)
  const plain = new StoreError('io', 'Somebody else wrote this.', 'Mend it.')
  t.equal(say('fr', plain.said), 'Somebody else wrote this. Mend it.')
})
