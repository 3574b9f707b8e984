import { rmSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Hasher } from '../../firmware/access/passwords.ts'
import { prepareAccess, setUpState } from '../../firmware/access/set-up.ts'
import { SignIn } from '../../firmware/access/sign-in.ts'
import { Unit } from '../../firmware/access/unit.ts'
import type { CallEvent } from '../../firmware/bus/payloads.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Desk } from '../../firmware/console/command.ts'
import { COMMANDS } from '../../firmware/console/commands.ts'
import { type Room, sessions } from '../../firmware/console/session.ts'
import { Terminal } from '../../firmware/console/terminal/terminal.ts'
import { Tracer } from '../../firmware/console/tracer.ts'
import { until } from '../../firmware/demo/wait.ts'
import { readEnvironment } from '../../firmware/environment.ts'
import { silentLog } from '../../firmware/log.ts'
import type { Role } from '../../firmware/model/facts.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { refuse } from '../../firmware/result.ts'
import { AdminEvents } from '../../firmware/store/admin-events.ts'
import { aDirectory, change, opened } from '../store/a-store.ts'
import { Screen } from './screen.ts'

const PASSWORD = 'mind the gap please'
const TEN_MINUTES = 600_000

type Answers = Readonly<Record<string, unknown>>

const withoutKey = (data: string) => rmSync(join(data, 'unit.key'))

/** Somebody at a console whose processes answer as told; the unit is claimed unless told. */
async function aRoom(
  t: Test,
  answers: Answers = {},
  prepare: 'claimed' | 'unclaimed' = 'claimed',
  then: (data: string) => void = () => {},
) {
  const clock = new VirtualClock()
  const data = aDirectory(t)
  const store = opened(t, data, clock)
  await prepareAccess(store)
  if (prepare === 'claimed') {
    const state = setUpState(store)
    const password = state.state === 'unclaimed' ? state.firstPassword : ''
    await new SignIn(store, clock).changePassword(
      { login: 'admin', password, source: 'console' },
      PASSWORD,
    )
  }
  then(data)
  const environment = readEnvironment({
    STROWGER_DATA: data,
    STROWGER_BIND: '192.0.2.7',
    STROWGER_LINES: 'sim',
  })
  if (!environment.ok) throw new Error(environment.error.join())
  const screen = new Screen()
  const terminal = new Terminal({ unsent: 0, send: (text) => screen.write(text) }, clock)
  const asked: unknown[] = []
  const ask: Room['ask'] = async (process, verb, args) => {
    asked.push([process, verb, args])
    const found = answers[`${process} ${verb}`]
    if (found === undefined) return refuse({ code: 'not-running', text: `Nobody is ${process}.` })
    return { ok: true, value: found }
  }
  const nobody = () => {}
  const bus = {
    connected: false,
    publish: nobody,
    clear: nobody,
    subscribe: nobody,
    presence: nobody,
    whenConnected: nobody,
    close: async () => {},
  }
  const unit = new Unit(data, clock)
  const over = sessions({
    terminal,
    environment: environment.value,
    clock,
    bus,
    log: silentLog,
    unit,
    ask,
  })
  t.teardown(async () => {
    terminal.end()
    await over.catch(() => {})
    await unit.close()
  })
  const press = (keys: string) => terminal.receive(Buffer.from(keys))
  const sees = async (what: RegExp) => {
    await until(`${what}`, async () => {
      await clock.advance(0)
      return what.test(screen.text)
    }).catch((error: Error) => {
      throw new Error(`${error.message}; the screen:\n${screen.text}`)
    })
    return screen.text
  }
  const signIn = async (login = 'admin') => {
    await sees(/login:$/)
    press(`${login}\r`)
    await sees(/password:$/)
    press(`${PASSWORD}\r`)
  }
  return { clock, data, store, screen, press, sees, signIn, asked, terminal }
}

t.test('SECURITY 19 whoever does nothing for ten minutes is signed out', async (t) => {
  const { clock, sees, signIn, press, screen } = await aRoom(t)
  await signIn()
  await sees(/admin>$/)
  await clock.advance(TEN_MINUTES - 1000)
  press('he')
  await sees(/admin> he$/)
  await clock.advance(TEN_MINUTES - 1000)
  t.equal(screen.current, 'admin> he')
  await clock.advance(2000)
  t.match(await sees(/login:$/), /Nobody was here for a while: signed out\./)
  await clock.advance(10 * TEN_MINUTES)
  t.equal(screen.text.match(/login:/g)?.length, 2, 'the login waits, and does not fill the screen')
})

t.test('a login without its password does not stand for ever', async (t) => {
  const { clock, sees, press, screen } = await aRoom(t)
  await sees(/login:$/)
  press('admin\r')
  await sees(/password:$/)
  await clock.advance(61_000)
  await sees(/login:$/)
  t.match(screen.text, /signed out/)
})

t.test(
  'each command is for some roles, and nothing but status is for nobody in particular',
  async (t) => {
    const open = COMMANDS.filter(({ needs }) => needs === 'nothing').map(({ name }) => name)
    t.strictSame(open, ['status', 'network', 'phones', 'lines', 'trunks', 'login', 'help'])
    const names = COMMANDS.map(({ name }) => name)
    t.equal(new Set(names).size, names.length)
    for (const { name, usage, summary } of COMMANDS) {
      t.ok(
        `  ${name} ${usage}`.length <= 31 && summary.length <= 47,
        `${name} fits on a row of help`,
      )
    }
  },
)

t.test(
  'ROLE-2 a technician may restart and may not erase; who has no role may nothing',
  async (t) => {
    const { store, sees, signIn, press, asked, screen } = await aRoom(t, {
      'supervisor restart': null,
    })
    const passwordHash = await new Hasher().hash(PASSWORD)
    const user = (login: string, roles: readonly Role[]) =>
      change(store, (edit) => edit.create(User, { login, lastName: login, roles, passwordHash }))
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    user('tess', ['support-technician'])
    user('ulla', [])
    await signIn('tess')
    await sees(/tess>$/)
    t.notMatch(screen.text, /factory-reset/)
    press('factory-reset\r')
    await sees(/needs another role than yours/)
    press('restart media\r')
    await sees(/media ended/)
    t.strictSame(asked.at(-1), ['supervisor', 'restart', { name: 'media', by: 'tess' }])
    press('\x04')
    await signIn('ulla')
    await sees(/You do not administrate this unit/)
    t.notMatch(screen.current, /ulla>/)
  },
)

t.test(
  'RST-2 RST-11 a restart is planned for when calls have ended, seen and called off',
  async (t) => {
    const plan = { action: 'restart-all', when: 'calls-ended', by: 'admin', state: 'waits' }
    const { store, sees, signIn, press, asked, clock } = await aRoom(t, {
      'exchange calls': [],
      'supervisor power-plan': plan,
      'supervisor power': { plan },
      'supervisor power-cancel': { plan },
    })
    await signIn('admin')
    await sees(/admin>$/)
    press('power all someday\r')
    await sees(/Say idle/)
    press('power all idle\r')
    await sees(/Calls on now: 0\.[\s\S]*Continue\? \(yes\/no\)$/)
    press('no\r')
    await sees(/Nothing was done/)
    press('power all idle\r')
    await sees(/Nothing was done[\s\S]*Continue\? \(yes\/no\)$/)
    press('yes\r')
    await sees(/Planned: all processes restart when all calls have ended/)
    t.strictSame(asked.at(-1), [
      'supervisor',
      'power-plan',
      { action: 'restart-all', when: 'calls-ended', by: 'admin', from: 'console' },
    ])
    press('power\r')
    await sees(/Planned by admin: all processes restart, when all calls have ended/)
    press('power cancel\r')
    await sees(/Called off/)
    t.match(
      new AdminEvents(store.records, clock).latest(2).map(({ text }) => text),
      ['A restart of all processes was called off.', /was planned for when all calls have ended/],
    )
  },
)

t.test('a unit that cannot read its key still says how it is', async (t) => {
  const { data, press, sees } = await aRoom(t, {}, 'unclaimed', withoutKey)
  await sees(/Nobody can sign in: .*unit\.key/s)
  press('status\r')
  await sees(/The supervisor does not answer/)
  press('login\r')
  await sees(/Nobody can sign in[\s\S]*>$/)
  t.ok(data)
})

t.test('a key that goes later is said to whoever signs in, and the console goes on', async (t) => {
  const { signIn, sees } = await aRoom(t, {}, 'claimed', withoutKey)
  await signIn()
  t.match(await sees(/unit\.key[\s\S]*login:$/), /Put the right file back|the unit key/)
})

t.test('what is wrong stands first, the worst at the top, with its remedy', async (t) => {
  const condition = (severity: string, subject: string) => ({
    id: `media/${subject}`,
    severity,
    subject,
    since: 0,
    effect: 'It is bad.',
    remedy: 'Mend it.',
    link: '',
  })
  const conditions = [condition('notice', 'a lamp'), condition('critical', 'the exchange')]
  const { sees } = await aRoom(t, {
    'supervisor status': { ready: true, processes: [], conditions },
  })
  const seen = await sees(/login:$/)
  t.match(
    seen,
    /2 things need attention:\n! critical: the exchange: It is bad\.\n {2}Mend it\.\n! notice: a lamp/,
  )
})

t.test('lines are shown live: hook, ringing and sound, and drawn in the same place', async (t) => {
  const line = (more: object) => ({
    line: 'fxs-1',
    kind: 'fxs',
    driver: 'sim',
    hook: 'on',
    ringing: false,
    battery: true,
    audio: true,
    lifeline: 'off',
    levelFrom: -91,
    levelTo: -91,
    served: true,
    ...more,
  })
  const lines = [line({}), line({ line: 'fxo-1', kind: 'fxo', battery: false })]
  const { clock, sees, signIn, press, screen } = await aRoom(t, { 'lines lines': lines })
  await signIn()
  await sees(/admin>$/)
  press('lines\r')
  const before = await sees(/Any key ends this/)
  t.match(before, /fxs-1 +on .*silent/)
  t.match(before, /fxo-1 +on +NOT CONNECTED/)
  lines[0] = line({ hook: 'off', ringing: true, levelFrom: -15, levelTo: -30 })
  await clock.advance(500)
  t.match(await sees(/OFF/), /fxs-1 +OFF +ringing +#{9}\.{3} +-15 dBm0 +#{6}\.{6} +-30 dBm0/)
  t.equal(screen.past.length, 0)
  press('q')
  await sees(/admin>$/)
  t.strictSame(screen.strange, [])
})

t.test(
  'lines that do not answer are said to, and what an older one leaves out is not missed',
  async (t) => {
    const away = await aRoom(t)
    await away.signIn()
    await away.sees(/admin>$/)
    away.press('lines\r')
    await away.sees(/The line cards do not answer: Nobody is lines/)
    const older = await aRoom(t, { 'lines lines': [{ line: 'fxs-1' }] })
    await older.signIn()
    await older.sees(/admin>$/)
    older.press('lines\r')
    await older.sees(/fxs-1 +on/)
  },
)

t.test('a trace tells each message once, and ends with its call', async (t) => {
  const told: string[] = []
  let live: unknown[] = [{ call: '1-1-1', startedAt: 0, dialled: '\x1b[2J102', legs: [] }]
  const rungs = [{ at: 0, from: '192.0.2.1:5060', to: 'exchange', text: 'INVITE (SDP)' }]
  const desk: Pick<Desk, 'ask'> = {
    ask: async (_process, verb) => ({ ok: true, value: verb === 'calls' ? live : rungs }),
  }
  const tracer = new Tracer('1-1-1', (text) => told.push(text), desk)
  t.ok(await tracer.knows('1-1-1'))
  t.notOk(await tracer.look())
  t.notOk(await tracer.look())
  const answered: CallEvent = { at: 5, event: 'answered' }
  tracer.event('1-1-1', answered)
  tracer.event('1-1-2', answered)
  rungs.push({ at: 9, from: 'exchange', to: '192.0.2.1:5060', text: '200 OK' })
  live = []
  t.ok(await tracer.look())
  t.strictSame(told, [
    '00:00:00.000  1-1-1  192.0.2.1:5060 -> INVITE (SDP)',
    '00:00:00.005  1-1-1  answered',
    '00:00:00.009  1-1-1  192.0.2.1:5060 <- 200 OK',
    '              1-1-1  is over',
  ])
})
