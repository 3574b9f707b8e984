import { permitted } from '../../../firmware/model/permissions.ts'
import type {
  ConfigObject,
  HistoryEntry,
  LiveTopics,
  Rung,
  Session,
  ShownBan,
  ShownRecord,
  SystemFacts,
} from '../../../firmware/web/contract.ts'
import { mockEntitlements } from './mock-entitlements.ts'
import { type MockEvents, mockEvents } from './mock-events.ts'
import { mockImport } from './mock-files.ts'
import { mockModel } from './mock-model.ts'
import { HOSTILE, mockObjects } from './mock-objects.ts'
import { mockPasskeys, mockUses } from './mock-people.ts'
import { mockReport } from './mock-report.ts'
import { mockSets } from './mock-sets.ts'
import { foundPhones, type MockUnit, mockUnit } from './mock-unit.ts'

const NOW = Date.now()
const MINUTE = 60_000

type Answer = {
  readonly status: number
  readonly value: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface MockOffice {
  session: Session
  readonly unit: MockUnit
  readonly events: MockEvents
  readonly live: Record<string, unknown>
  readonly objects: Record<string, ConfigObject[]>
  readonly answer: (method: string, path: string, query: URLSearchParams, body: unknown) => Answer
}

const USER = {
  id: 'user-admin',
  login: 'admin',
  name: 'Administrator',
  roles: ['server-admin'],
  may: permitted(['server-admin']),
  language: 'en',
  totp: false,
} as const

const ok = (value: unknown): Answer => ({ status: 200, value })
const refused = (status: number, code: string, text: string, more = {}): Answer => ({
  status,
  value: { code, text, ...more },
})

/** An office with people, telephones, lines, calls and records; what is changed stays changed. */
export function mockOffice(session: Partial<Session> = {}): MockOffice {
  const objects = mockObjects()
  const sets = mockSets(NOW)
  let revision = 41
  const office: MockOffice = {
    session: {
      state: 'signed-in',
      site: 'Maple Street Dental',
      version: '0.1.0',
      simulated: true,
      user: USER,
      demands: { length: 12, lower: false, upper: true, digit: true, special: false, pinLength: 4 },
      csrf: 'token-1',
      ...session,
    },
    unit: mockUnit(NOW),
    events: mockEvents(NOW),
    live: liveValues(),
    objects,
    answer: (method, path, query, body) => {
      const [, area = '', one = '', two = '', three = ''] = path.split('/')
      if (area === 'session' && one === 'all') {
        office.unit.sessions = office.unit.sessions.filter(({ id }) => id !== two)
        return ok(office.unit.sessions)
      }
      if (area === 'session' && one === 'passkeys') return ok(mockPasskeys(NOW))
      if (area === 'session') return signing(office, method, one, body)
      if (office.session.state !== 'signed-in') return refused(401, 'signed-out', 'Signed out.')
      if (area === 'model') return ok(mockModel(office.session.user?.language ?? 'en'))
      if (area === 'search') return ok(search(query.get('q') ?? ''))
      const ofSets = sets.answer(method, [area, one, two], body)
      if (ofSets) return ofSets
      if (area === 'history' && two === 'undo') return ok({ revision: ++revision, ids: {} })
      if (area === 'history') return ok(query.has('before') ? [] : history())
      if (area === 'entitlements') return entitlementsAnswer(method, body)
      if (area === 'export') return ok({ secrets: { version: 1 } })
      if (area === 'import') return mockImport(body, query.has('dry'))
      const ofEvents = office.events.answer(method, [area, one, two], body)
      if (ofEvents) return ofEvents
      if (area === 'report') return ok(mockReport(NOW, one, query))
      if (area === 'records') return recordsOf(query)
      if (area === 'browser-phone') return ok({ extension: { number: '101', name: 'Ada Byron' } })
      if (area === 'explain') return ok({ explanation: explain(query.get('digits') ?? '') })
      if (area === 'system') return method === 'GET' ? ok(system()) : ok({})
      if (area === 'calls' && two === 'speakers') return ok({ legs: ['b'] })
      if (area === 'calls' && two === 'ladder') return ok(ladder())
      if (area === 'calls' && two === 'messages') return ok(messages())
      if (area === 'sim') return method === 'GET' ? ok(simulated()) : ok({})
      if (three === 'secret' || two === 'secret') return ok({ value: 'KJ7m-q2Xw-9RtB-hV4s' })
      if (area === 'config' && three === 'uses') return ok(mockUses(one, two))
      if (area === 'hold-music') return ok(method === 'POST' ? MUSIC : MUSIC_STORAGE)
      if (area === 'photos' && method === 'POST') return ok({ photo: 'a'.repeat(64) })
      if (area === 'people' && one === 'template') return ok({ revision: ++revision, ids: {} })
      if (area === 'config' && method === 'POST' && one === '') {
        return batch(objects, body as never, ++revision)
      }
      if (area === 'config') return config(objects, method, one, two, body, () => ++revision)
      if (area === 'bans' && method !== 'GET') {
        office.live.bans = bansAfter(office.live.bans as readonly ShownBan[], method, one, body)
        return ok({})
      }
      if (area === 'found' && two === 'dismiss') {
        const left = (office.live.found as { id: string }[]).filter(({ id }) => id !== one)
        office.live.found = left
        return ok({})
      }
      const ofUnit = office.unit.answer(method, [area, one, two], query, body)
      if (ofUnit) return ofUnit
      if (area in office.live) return ok(office.live[area])
      return refused(404, 'not-found', `There is no ${path}.`)
    },
  }
  return office
}

function entitlementsAnswer(method: string, body: unknown): Answer {
  const known = mockEntitlements(NOW)
  if (method === 'GET') return ok(known)
  const { key } = body as { key: string }
  return key.startsWith('SK1')
    ? ok(known.keys[0])
    : refused(422, 'refused', 'That is no feature key.')
}

const QUALITY = [
  {
    leg: 'a',
    party: { digits: '101', name: HOSTILE },
    packetsReceived: 4400,
    packetsLost: 88,
    packetsSent: 4450,
    jitterMs: 7.4,
    roundTripMs: 31,
    codec: 'PCMU',
    mos: 3.9,
    remoteMos: 4.3,
    encryption: 'AES_CM_128_HMAC_SHA1_80',
  },
  {
    leg: 'b',
    party: { digits: '102' },
    packetsReceived: 0,
    packetsLost: 0,
    packetsSent: 9,
    jitterMs: 0,
  },
]
const MUSIC = { recording: 'a'.repeat(64), seconds: 187, levelDbm0: -12.5 }
const MUSIC_STORAGE = { used: 6_000_000, most: 250_000_000, recordings: [MUSIC] }

function signing(office: MockOffice, method: string, what: string, body: unknown): Answer {
  if (method === 'GET') return ok(office.session)
  if (what === 'sign-out') {
    office.session = { ...office.session, state: 'signed-out' }
    return ok(office.session)
  }
  if (what === 'totp') return ok({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x' })
  const { password, code } = body as { password?: string; code?: string }
  if (what === 'sign-in' && password !== 'copper-otter-71') {
    return refused(401, 'wrong', 'Login or password is wrong.')
  }
  if (what === 'claim' && code !== '123456') return refused(401, 'wrong', 'The code is wrong.')
  office.session = { ...office.session, state: 'signed-in', user: USER, csrf: 'token-2' }
  return ok(office.session)
}

function config(
  objects: Record<string, ConfigObject[]>,
  method: string,
  section: string,
  id: string,
  body: unknown,
  next: () => number,
): Answer {
  const list = objects[section]
  if (!list) return refused(404, 'not-found', `There is no section ${section}.`)
  if (method === 'GET' && id === '') return ok({ items: list, total: list.length, revision: 41 })
  const at = list.findIndex((object) => object.id === id || section === id)
  const object = list[at]
  if (!object) return refused(404, 'not-found', 'It does not exist.')
  if (method === 'GET') return ok(object)
  if (method === 'DELETE') list.splice(at, 1)
  else {
    const values = body as Record<string, unknown>
    if (values.interDigitSeconds === 99) {
      return refused(400, 'refused', 'Wait between digits: 99 is not a number from 2 to 20.', {
        problems: [
          {
            field: 'interDigitSeconds',
            what: '99 is not a number from 2 to 20',
            remedy: '4 is usual.',
          },
        ],
      })
    }
    list[at] = { ...object, ...values }
  }
  return ok({ revision: next(), ids: {} })
}

function batch(
  objects: Record<string, ConfigObject[]>,
  {
    changes,
  }: { changes: { do: string; section: string; id: string; values: Record<string, unknown> }[] },
  revision: number,
): Answer {
  const ids: Record<string, string> = {}
  const taken = changes.find(
    ({ section, values }) =>
      section === 'extensions' &&
      objects.extensions?.some(({ number }) => number === values?.number),
  )
  if (taken) {
    return refused(400, 'refused', 'The number is taken.', {
      problems: [
        {
          object: `extension ${taken.values.number}`,
          field: 'number',
          what: `${taken.values.number} is taken already`,
          remedy: 'Choose another number.',
        },
      ],
    })
  }
  const real = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_key, part) =>
      typeof part === 'string' && part.startsWith('new:') ? (ids[part] ?? part) : part,
    )
  for (const { do: what, section, id, values } of changes) {
    if (what === 'create') {
      ids[id] = `made-${section}-${revision}`
      const sip = section === 'handsets' ? { sipUser: 'u4711' } : {}
      const made = { ...(real(values) as object), ...sip, id: ids[id], _revision: revision }
      objects[section]?.push(made as ConfigObject)
    } else if (what === 'update') {
      const list = objects[section] ?? []
      const at = list.findIndex((object) => object.id === (ids[id] ?? id))
      list[at] = { ...list[at], ...(real(values) as object) } as ConfigObject
    } else {
      const list = objects[section] ?? []
      list.splice(
        list.findIndex((object) => object.id === id),
        1,
      )
    }
  }
  return ok({ revision, ids })
}

function bansAfter(
  bans: readonly ShownBan[],
  method: string,
  source: string,
  body: unknown,
): readonly ShownBan[] {
  if (method === 'DELETE') return bans.filter((ban) => ban.source !== decodeURIComponent(source))
  const { address, minutes } = body as { address: string; minutes: number }
  const until = NOW + minutes * MINUTE
  return [...bans, { source: address, reason: 'manual', since: NOW, until }]
}

function liveValues(): Record<string, unknown> {
  const values: LiveTopics = {
    conditions: [],
    processes: ['supervisor', 'broker', 'lines', 'media', 'exchange', 'web', 'host'].map(
      (name, index) => ({
        name,
        state: 'running',
        ready: true,
        pid: 4100 + index,
        since: NOW - 90 * MINUTE,
        restarts: name === 'media' ? 1 : 0,
        ...(name === 'media' ? { lastExit: 'signal SIGSEGV' } : {}),
      }),
    ),
    calls: [
      {
        call: '1-7-42',
        startedAt: NOW - 75_000,
        dialled: '102',
        program: 'extension call',
        legs: [
          {
            leg: 'a',
            direction: 'in',
            digits: '101',
            name: 'Ana Ruiz',
            phase: 'answered',
            held: false,
          },
          {
            leg: 'b',
            direction: 'out',
            digits: '102',
            name: HOSTILE,
            phase: 'answered',
            held: false,
          },
        ],
      },
      {
        call: '1-7-43',
        startedAt: NOW - 6_000,
        dialled: '915550100',
        program: 'outside call',
        legs: [
          {
            leg: 'a',
            direction: 'in',
            digits: '103',
            name: 'Chen Wei',
            phase: 'offered',
            held: false,
          },
        ],
      },
    ],
    phones: [
      sipPhone('handset-1', '101', 'Ana Ruiz', 'Acme Desk 4 (1.2.9)'),
      sipPhone('handset-2', '102', HOSTILE, HOSTILE),
      { ...sipPhone('handset-3', '103', 'Chen Wei', ''), contacts: [] },
      {
        handset: 'analog-1',
        sipUser: 'fxs-1',
        extension: '110',
        name: 'Front door',
        line: 'off hook',
        contacts: [],
      },
      {
        handset: 'analog-2',
        sipUser: 'fxs-2',
        extension: '111',
        name: 'Fax',
        line: 'on hook',
        contacts: [],
      },
    ],
    lines: [
      line('fxs-1', { hook: 'off', levelFrom: -18, levelTo: -24, termination: 't-1' }),
      line('fxs-2', {}),
      line('fxo-1', { hook: 'off', levelFrom: -22, levelTo: -18, termination: 't-2' }),
      line('fxo-2', { battery: false }),
    ],
    found: foundPhones(NOW),
    trunks: [
      {
        id: 'trunk-1',
        description: 'Harbor Telecom',
        kind: 'provider',
        state: 'unregistered',
        since: NOW - 12 * MINUTE,
        why: `403 ${HOSTILE}`,
        where: 'udp 192.0.2.10:5060',
        calls: 2,
        maxCalls: 12,
        lastFailure: { at: NOW - 3 * MINUTE, why: 'no answer' },
      },
    ],
    bans: [
      {
        source: '2001:db8:0:1::/64',
        reason: 'manual',
        since: NOW - MINUTE,
        until: NOW + 59 * MINUTE,
      },
      { source: '198.51.100.7', reason: 'guessing', since: NOW - MINUTE, until: NOW + 14 * MINUTE },
      { source: '203.0.113.9', reason: 'flood', until: NOW + 4 * MINUTE },
    ],
    config: { revision: 41 },
  }
  return { ...values }
}

function sipPhone(handset: string, extension: string, name: string, userAgent: string) {
  return {
    handset,
    sipUser: `u-${extension}`,
    extension,
    name,
    contacts: [
      {
        contact: `sip:u-${extension}@192.168.1.40:5060`,
        address: '192.168.1.40:5060',
        transport: 'udp',
        userAgent,
        stale: false,
        registeredAt: NOW - 12 * MINUTE,
      },
    ],
  }
}

function line(name: string, more: object) {
  return {
    line: name,
    kind: name.startsWith('fxs') ? ('fxs' as const) : ('fxo' as const),
    driver: 'sim',
    hook: 'on' as const,
    ringing: false,
    battery: true,
    audio: true,
    lifeline: 'off' as const,
    served: true,
    levelFrom: -99.9,
    levelTo: -99.9,
    ...more,
  }
}

function history(): HistoryEntry[] {
  return [
    {
      revision: 41,
      at: NOW - 4 * MINUTE,
      by: 'admin',
      from: 'page 192.168.1.10',
      lines: ['extension 103: changed', 'number of rings: 4, was 6'],
      canUndo: true,
    },
    {
      revision: 40,
      at: NOW - 26 * 60 * MINUTE,
      by: 'admin',
      from: 'command line',
      lines: ['user chen: created', `handset u-103: created ${HOSTILE}`],
      canUndo: false,
    },
  ]
}

function transfers(): NonNullable<ShownRecord['transfers']> {
  const at = NOW - 46 * MINUTE
  const [ana, ben] = [
    { digits: '101', name: HOSTILE },
    { digits: '102', name: 'Ben Otto' },
  ]
  return [
    { at, kind: 'diverted', party: ben },
    { at: at + 9000, kind: 'transferred', party: ana, by: ben, to: { digits: '103' } },
    { at: at + 20_000, kind: 'replaced', party: { digits: '103' }, to: ben },
    { at: at + 30_000, kind: 'transferred', party: ben, into: '1-7-139' },
  ]
}

function records(): ShownRecord[] {
  return Array.from({ length: 130 }, (_, index) => ({
    call: `1-7-${141 - index}`,
    startedAt: NOW - (index + 1) * 23 * MINUTE,
    endedAt: NOW - (index + 1) * 23 * MINUTE + 95_000,
    dialled: index % 3 ? '102' : '915550100',
    caller: { digits: '101', name: index === 1 ? HOSTILE : 'Ana Ruiz' },
    ...(index === 1 && { transfers: transfers(), quality: QUALITY }),
    ...(index % 4 === 2
      ? { cause: 17, causeText: 'User busy' }
      : {
          answeredAt: NOW - (index + 1) * 23 * MINUTE + 6000,
          answeredBy: { digits: '102', name: 'Ben Otto' },
          talkingSeconds: 89,
          cause: 16,
          causeText: 'Normal call clearing',
        }),
  }))
}

/** Two pages: the second is what lies before the first one's last call. */
function recordsOf(query: URLSearchParams): Answer {
  const wanted = (query.get('q') ?? '').toLowerCase()
  const outcome = query.get('outcome')
  const [from, to] = ['from', 'to'].map((name) => Number(query.get(name) ?? Number.NaN))
  const all = records().filter(
    ({ caller, answeredBy, dialled, answeredAt, startedAt }) =>
      [caller?.name, caller?.digits, answeredBy?.name, dialled].some((part) =>
        part?.toLowerCase().includes(wanted),
      ) &&
      (!outcome || (outcome === 'answered') === (answeredAt !== undefined)) &&
      !(startedAt < (from ?? 0)) &&
      !(startedAt > (to ?? 0)),
  )
  const number = (call: string | null) => Number(call?.split('-').at(-1) ?? 1e9)
  const before = number(query.get('before'))
  const page = all.filter(({ call }) => number(call) < before).slice(0, Number(query.get('limit')))
  const oldest = page.at(-1)
  return {
    status: 200,
    value: page,
    headers: oldest && page.length < 100 ? {} : { 'x-searched-to': String(oldest?.startedAt ?? 0) },
  }
}

const ANA = '192.168.1.40:5060'
const BEN = '192.168.1.44:5060'

function ladder(): Rung[] {
  const at = NOW - 75_000
  return [
    { at, from: ANA, to: 'exchange', text: 'INVITE (SDP)' },
    { at: at + 4, from: 'exchange', to: ANA, text: '100 Trying' },
    { at: at + 20, from: 'exchange', to: BEN, text: 'INVITE (SDP)' },
    { at: at + 90, from: BEN, to: 'exchange', text: `180 Ringing ${HOSTILE}` },
    { at: at + 95, from: 'exchange', to: ANA, text: '180 Ringing' },
    { at: at + 4200, from: BEN, to: 'exchange', text: '200 OK (SDP)' },
    { at: at + 4204, from: 'exchange', to: ANA, text: '200 OK (SDP)' },
    { at: at + 4260, from: ANA, to: 'exchange', text: 'ACK' },
    { at: at + 60_260, from: 'fxo-1', to: 'exchange', text: 'seized' },
  ]
}

/** The last of them is not there yet. */
function messages() {
  return ladder()
    .slice(0, -1)
    .map(({ at, text }) => ({
      at,
      text: `${text} SIP/2.0\r\nVia: SIP/2.0/UDP ${ANA};branch=z9hG4bK7\r\nFrom: "${HOSTILE}" <sip:101@strowger.local>\r\nContent-Length: 0\r\n\r\n`,
    }))
}

function explain(digits: string): string[] {
  return [
    `${digits} is an extension.`,
    'It rings u-102 four times.',
    'Nobody answers: the call is released.',
  ]
}

function system(): SystemFacts {
  return {
    version: '0.1.0',
    node: 'v24.21.0',
    startedAt: NOW - 90 * MINUTE,
    addresses: ['192.168.1.20'],
    storage: { freeBytes: 5.2e9, totalBytes: 8e9 },
    certificate: {
      names: ['strowger', 'strowger.local', '192.168.1.20'],
      notAfter: NOW + 380 * 24 * 60 * MINUTE,
      caFingerprint: Array.from({ length: 32 }, (_, index) =>
        ((index * 37 + 11) % 256).toString(16).padStart(2, '0').toUpperCase(),
      ).join(':'),
    },
  }
}

function simulated() {
  const hearing = {
    levelDbm0: -12.4,
    hz: [350, 440],
    ringing: false,
    rings: 0,
    offHook: true,
    battery: true,
    lastRingMs: [],
    callerNumber: '',
    callerName: '',
  }
  return [
    { line: 'fxs-1', kind: 'fxs', hearing },
    {
      line: 'fxs-2',
      kind: 'fxs',
      hearing: { ...hearing, levelDbm0: -99.9, hz: [], offHook: false },
    },
    {
      line: 'fxo-1',
      kind: 'fxo',
      hearing: { ...hearing, levelDbm0: -18, hz: [] },
      office: { state: 'talking', dialled: '5550100' },
    },
  ]
}

function search(text: string) {
  return [
    { kind: 'person', title: 'Ana Ruiz', detail: 'Extension 101', path: '/people/user-1' },
    {
      kind: 'setting',
      title: 'Wait between digits',
      detail: 'Dial plan',
      path: '/settings/dialPlan',
    },
    { kind: 'page', title: 'Elsewhere', detail: 'hostile', path: 'https://example.com/' },
  ].filter(({ title }) => title.toLowerCase().includes(text.toLowerCase()))
}
