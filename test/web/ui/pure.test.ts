import t from 'tap'
import type {
  ModelField,
  ShownCondition,
  ShownPhone,
  ShownRecord,
} from '../../../firmware/web/contract.ts'
import { parseInert } from '../../../firmware/web/ui/src/api/inert.ts'
import { following } from '../../../firmware/web/ui/src/calls/following.ts'
import { ladderLayout } from '../../../firmware/web/ui/src/calls/ladder-layout.ts'
import { messagesOf } from '../../../firmware/web/ui/src/calls/raw-messages.ts'
import { endOf } from '../../../firmware/web/ui/src/calls/record-end.ts'
import { changesIn, complaint, homeless } from '../../../firmware/web/ui/src/forms/draft.ts'
import { folded, matchingPlaces } from '../../../firmware/web/ui/src/frame/matching.ts'
import { newcomers } from '../../../firmware/web/ui/src/frame/newcomers.ts'
import { pagePath } from '../../../firmware/web/ui/src/frame/page-path.ts'
import { stepsLeft } from '../../../firmware/web/ui/src/home/set-up-steps.ts'
import { verdict } from '../../../firmware/web/ui/src/home/verdict.ts'
import { meterShare } from '../../../firmware/web/ui/src/lines/line-state.ts'
import { callSteps } from '../../../firmware/web/ui/src/people/call-steps.ts'
import { loginFrom } from '../../../firmware/web/ui/src/people/new-person.ts'
import { found, known, nextNumber } from '../../../firmware/web/ui/src/people/people.ts'
import { phoneState } from '../../../firmware/web/ui/src/phones/phone-state.ts'

const condition = (severity: ShownCondition['severity'], since: number): ShownCondition => ({
  id: `${severity}-${since}`,
  severity,
  subject: 's',
  since,
  effect: 'e',
  remedy: 'r',
  link: '/',
})

t.test('UX Home says the worst of what is wrong, and the oldest of those', async (t) => {
  t.strictSame(verdict([]), { tone: 'good', others: 0 })
  t.match(verdict([condition('notice', 1)]), { tone: 'good' }, 'a notice is no trouble')
  const list = [condition('warning', 1), condition('critical', 9), condition('critical', 5)]
  t.match(verdict(list), { tone: 'bad', worst: { id: 'critical-5' }, others: 2 })
})

t.test('UX set-up steps go away one by one', async (t) => {
  const fresh = {
    people: 1,
    phones: 0,
    phonesHere: 0,
    lines: 2,
    linesRouted: 1,
    timeZone: 'UTC',
    operator: false,
  }
  t.strictSame(stepsLeft(fresh), ['person', 'phone', 'line-route', 'time-zone', 'operator'])
  const done = { ...fresh, people: 2, phones: 1, phonesHere: 1, linesRouted: 2, operator: true }
  t.strictSame(stepsLeft({ ...done, timeZone: 'America/New_York' }), [])
})

t.test('SECURITY 16 a link goes to a page of ours or nowhere', async (t) => {
  for (const path of ['/', '/lines/fxo-1', '/people/0198-a?x=1#y']) t.equal(pagePath(path), path)
  for (const path of ['//evil', '/\\evil', 'https://evil', 'javascript:alert(1)', '', '/a b']) {
    t.equal(pagePath(path), undefined, path)
  }
})

t.test('SECURITY 16 what turns text around is taken out of all that the server says', async (t) => {
  t.strictSame(parseInert('{"a":["x\\u202ey\\u0007"],"b":1}'), { a: ['xy'], b: 1 })
  t.strictSame(parseInert('"a\\r\\n\\tb"'), 'a\n\tb', 'but a message has lines')
  t.throws(() => parseInert('<html>'))
})

t.test('only new conditions are said, and none at the first look', async (t) => {
  const [a, b] = [condition('warning', 1), condition('warning', 2)]
  t.strictSame(newcomers(undefined, [a]), [])
  t.strictSame(newcomers([a], [a, b]), [b])
})

t.test('people are found by any part of name, login and number, without accents', async (t) => {
  const people = known({
    people: [
      { id: 'p1', _revision: 1, login: 'emile', firstName: 'Émile', lastName: 'Roy' },
      { id: 'p2', _revision: 1, login: 'ana', lastName: 'Ruiz' },
    ],
    extensions: [
      { id: 'e1', _revision: 1, number: '102', kind: 'user', owner: 'p1' },
      { id: 'e2', _revision: 1, number: '99', kind: 'user', owner: 'p2' },
    ],
    handsets: [{ id: 'h1', extension: 'e1' }],
    phones: [],
  })
  const names = (text: string, order: 'name' | 'number') =>
    found(people, text, order, 'en').map(({ id }) => id)
  t.strictSame(names('emi', 'name'), ['p1'])
  t.strictSame(names('9', 'name'), ['p2'])
  t.strictSame(names('', 'number'), ['p2', 'p1'], 'by value, not by letters')
  t.strictSame(people[0]?.handsets, ['h1'])
})

t.test('the next number follows the highest of people and skips what is taken', async (t) => {
  const extension = (number: string, kind: 'user' | 'system') => ({
    id: number,
    _revision: 1,
    number,
    kind,
  })
  t.equal(nextNumber([]), '101')
  t.equal(nextNumber([extension('104', 'user'), extension('105', 'system')]), '106')
})

t.test('a login is made of a name', async (t) => {
  t.equal(loginFrom('Zoë', "O'Neil-Smith"), 'zoe.oneilsmith')
  t.equal(loginFrom('', '李'), '', 'somebody has to think of one')
})

t.test('when someone calls: attempts in order, the longest ringing of each', async (t) => {
  const steps = callSteps(
    {
      route: {
        attempts: [
          { destinations: [{ handset: 'h1', rings: 2 }, { analog: 'a1' }] },
          { destinations: [] },
        ],
      },
    },
    (id) => id.toUpperCase(),
  )
  t.strictSame(steps, [{ step: 'ring', phones: ['H1', 'A1'], rings: 4 }, { step: 'end' }])
  t.strictSame(callSteps({}, String), [{ step: 'nobody' }, { step: 'end' }])
})

t.test('a form sends only what was changed, and null for what was emptied', async (t) => {
  const field = (name: string, fixed = false): ModelField => ({
    name,
    kind: 'text',
    label: name,
    required: false,
    fixed,
    mayChange: true,
    says: '',
    remedy: '',
  })
  const fields = [field('a'), field('b'), field('c'), field('d', true)]
  const stored = { a: '1', b: '2', d: '4' }
  t.strictSame(changesIn(fields, stored, { a: '1', b: '', c: 'new', d: '5' }), {
    b: null,
    c: 'new',
  })
  const problems = [
    { field: 'a[0].x', what: 'it is wrong', remedy: 'Mend it.' },
    { field: '', what: 'two are alike', remedy: 'Change one.' },
  ]
  t.equal(complaint(problems, 'a[0].x'), 'It is wrong. Mend it.')
  t.equal(complaint(problems, 'a'), undefined)
  t.strictSame(homeless(problems, fields), [problems[1]], 'none is lost')
})

t.test('places are found by the begin of a word, without accents', async (t) => {
  const places = [
    { path: '/lines', name: 'Líneas y números' },
    { path: '/people', name: 'Personas' },
  ]
  t.match(matchingPlaces(places, 'num'), [{ path: '/lines' }])
  t.equal(matchingPlaces(places, 'eas').length, 0)
  t.equal(folded('Ñandú'), 'nandu')
})

t.test('a telephone is here, stale or missing', async (t) => {
  const phone: ShownPhone = { handset: 'h', sipUser: 'u', extension: '', name: '', contacts: [] }
  const contact = {
    contact: '',
    address: '',
    transport: 'udp',
    userAgent: '',
    stale: true,
    registeredAt: 0,
  }
  t.equal(phoneState(phone), 'missing')
  t.equal(phoneState({ ...phone, contacts: [contact] }), 'stale')
  t.equal(phoneState({ ...phone, contacts: [contact, { ...contact, stale: false }] }), 'here')
  t.equal(phoneState({ ...phone, line: 'absent' }), 'absent')
})

t.test('a record says how its call ended', async (t) => {
  const record: ShownRecord = { call: '1-1-1', startedAt: 0, endedAt: 9, dialled: '102' }
  t.match(endOf({ call: '1-1-1', startedAt: 0 }), { outcome: 'going-on' })
  t.match(endOf({ ...record, answeredAt: 3, cause: 16 }), { outcome: 'answered' })
  t.match(endOf({ ...record, cause: 17 }), { outcome: 'busy' })
  t.match(endOf({ ...record, cause: 34 }), { outcome: 'failed' })
  t.match(endOf(record), { outcome: 'unanswered' })
})

t.test('a ladder has a column a party and an arrow a message', async (t) => {
  const { parties, drawn } = ladderLayout([
    { at: 1000, from: 'a', to: 'x', text: 'INVITE' },
    { at: 1004, from: 'x', to: 'b', text: 'INVITE' },
  ])
  t.strictSame(parties, ['a', 'x', 'b'])
  t.match(drawn[1], { after: 4, from: 1, to: 2 })
})

t.test('an arrow has its message, also where others are gone or have no arrow yet', async (t) => {
  const rung = (at: number) => ({ at, from: 'a', to: 'b', text: 't' })
  const message = (at: number, text: string) => ({ at, text })
  const kept = [message(2, 'x'), message(5, 'y'), message(5, 'z'), message(7, 'late')]
  t.strictSame(
    messagesOf([rung(1), rung(2), rung(5), rung(5), rung(6)], kept).map((one) => one?.text),
    [undefined, 'x', 'y', 'z', undefined],
  )
})

t.test('the record of a call is the first before the number behind it', async (t) => {
  t.equal(following('1-7-42'), '1-7-43')
  t.equal(following('12-99-9'), '12-99-10')
})

t.test('a meter is empty in silence and full at the loudest', async (t) => {
  t.equal(meterShare(-99.9), 0)
  t.equal(meterShare(3.17), 1)
  t.ok(meterShare(-20) > 0.5)
})
