import type {
  ApiToken,
  ClientCertificate,
  FoundPhone,
  Me,
  Measured,
  PersonAccess,
  ShownEvent,
  ShownServerCertificate,
  ShownSession,
} from '../../../firmware/web/contract.ts'
import { HOSTILE } from './mock-objects.ts'

// What the unit itself tells pages: found telephones, load, ways in, certificates.

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

type Answer = { readonly status: number; readonly value: unknown }
const ok = (value: unknown): Answer => ({ status: 200, value })

/** A name as long as a stranger can make it. */
export const ENDLESS = 'W'.repeat(5000)

export interface MockUnit {
  tokens: ApiToken[]
  sessions: ShownSession[]
  access: PersonAccess
  certificate: ShownServerCertificate
  clients: ClientCertificate[]
  me: Me | undefined
  /** undefined where the path is none of these. */
  answer(
    method: string,
    parts: readonly string[],
    query: URLSearchParams,
    body: unknown,
  ): Answer | undefined
}

export function mockUnit(now: number): MockUnit {
  const unit: MockUnit = {
    tokens: [
      {
        id: 'token-1',
        name: `Wallboard ${HOSTILE}`,
        scopes: ['read'],
        owner: 'admin',
        createdAt: now - 20 * DAY,
        expiresAt: now + 345 * DAY,
        lastUsedAt: now - 3 * MINUTE,
        lastUsedFrom: '192.168.1.31',
      },
    ],
    sessions: sessions(now),
    access: {
      login: 'ana.0',
      hasPassword: true,
      mustChange: false,
      totp: true,
      passkeys: 1,
      hasPin: true,
      sessions: sessions(now).slice(1),
    },
    certificate: certificate(now),
    clients: clients(now),
    me: me(now),
    answer(method, [area = '', one = '', two = ''], query, body) {
      switch (area) {
        case 'measures':
          return ok(measures(now, Number(query.get('hours'))))
        case 'events':
          return ok(events(now))
        case 'me':
          return unit.me ? ok(unit.me) : { status: 404, value: { code: 'not-found', text: 'No.' } }
        case 'tokens':
          return tokens(unit, method, one, body, now)
        case 'people':
          if (two === 'password') return ok({ login: 'ana.0', password: 'maple-thunder-58' })
          if (two === 'pin') return ok({ login: 'ana.0', pin: '728104' })
          if (two === 'totp') unit.access = { ...unit.access, totp: false }
          return ok(unit.access)
        case 'certificate':
          return certificates(unit, method, one, body, now)
        case 'client-certificates':
          return clientCertificates(unit, method, one, body, now)
        default:
          return undefined
      }
    },
  }
  return unit
}

export function foundPhones(now: number): FoundPhone[] {
  const base = { transport: 'udp', firstSeen: now - 9 * MINUTE, lastSeen: now - 20_000 }
  return [
    {
      ...base,
      id: 'mac-0004f2a1b2c3',
      how: 'announced',
      mac: '0004f2a1b2c3',
      userAgent: 'Acme/Desk 6',
      vendor: 'Acme',
      model: 'Desk 6',
      version: '2.0.1',
      address: '192.168.1.61:5060',
      tries: 3,
    },
    {
      ...base,
      id: 'user-4711',
      how: 'unknown-user',
      user: '4711',
      userAgent: HOSTILE,
      address: '192.168.1.62:5060',
      tries: 41,
    },
    {
      ...base,
      id: 'handset-3',
      how: 'wrong-password',
      user: 'u-103',
      handset: 'handset-3',
      userAgent: 'Soft 3.1',
      address: '192.168.1.63:49152',
      transport: 'tls',
      tries: 7,
    },
  ]
}

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'

function sessions(now: number): ShownSession[] {
  return [
    {
      id: 's-1',
      from: '192.168.1.10',
      userAgent: FIREFOX,
      since: now - 50 * MINUTE,
      seen: now,
      current: true,
    },
    {
      id: 's-2',
      from: '192.168.1.77',
      userAgent: HOSTILE,
      since: now - 3 * DAY,
      seen: now - 4 * 60 * MINUTE,
      current: false,
    },
  ]
}

function measures(now: number, hours: number): Measured {
  const steps = 180
  const stepMs = (hours * 60 * MINUTE) / steps
  const wave = (index: number, size: number) =>
    size * (1 + Math.sin(index / 9) * Math.cos(index / 31))
  const column = (size: number) =>
    Array.from({ length: steps }, (_, index) =>
      index > 60 && index < 66 ? null : wave(index, size),
    )
  return {
    from: now - hours * 60 * MINUTE,
    stepMs,
    calls: column(3).map((value) => value && Math.round(value)),
    cpuPercent: column(6),
    memory: column(90e6).map((value) => value && value + 150e6),
  }
}

function events(now: number): ShownEvent[] {
  return Array.from({ length: 40 }, (_, index) => ({
    at: now - index * 37 * MINUTE,
    by: index % 5 ? 'admin' : HOSTILE,
    from: 'page 192.168.1.10',
    text:
      index % 3
        ? `The password of u-${101 + index} was shown.`
        : 'The process media was restarted.',
    severity: index % 3 ? 'warning' : 'notice',
    class: index % 3 ? 'access' : 'operation',
  }))
}

function me(now: number): Me {
  return {
    user: { id: 'user-1', login: 'ana.0', name: 'Ana Ruiz', language: 'en' },
    extension: { number: '101', rings: [{ phones: ['Desk', HOSTILE], times: 4 }] },
    phones: [
      {
        handset: 'handset-1',
        sipUser: 'u-101',
        extension: '101',
        name: 'Ana Ruiz',
        contacts: [
          {
            contact: 'sip:u-101@192.168.1.40',
            address: '192.168.1.40:5060',
            transport: 'udp',
            userAgent: 'Acme Desk 4 (1.2.9)',
            stale: false,
            registeredAt: now - 12 * MINUTE,
          },
        ],
      },
      { handset: 'handset-9', sipUser: 'u-191', extension: '101', name: 'Ana Ruiz', contacts: [] },
    ],
    recent: [
      {
        call: '1-7-41',
        startedAt: now - 23 * MINUTE,
        endedAt: now - 21 * MINUTE,
        answeredAt: now - 22 * MINUTE,
        talkingSeconds: 89,
        dialled: '101',
        caller: { digits: '2125550147', name: HOSTILE },
        answeredBy: { digits: '101', name: 'Ana Ruiz' },
      },
    ],
  }
}

function fingerprint(seed: number): string {
  return Array.from({ length: 32 }, (_, index) =>
    ((index * 37 + seed) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':')
}

function certificate(now: number): ShownServerCertificate {
  return {
    source: 'unit',
    subject: 'CN=strowger',
    issuer: 'CN=Strowger 4f2a unit CA',
    names: ['strowger', 'strowger.local', '192.168.1.20'],
    notBefore: now - 10 * DAY,
    notAfter: now + 380 * DAY,
    fingerprint: fingerprint(71),
    caFingerprint: fingerprint(11),
  }
}

function clients(now: number): ClientCertificate[] {
  return [
    {
      id: 'client-1',
      commonName: 'Matt - Interop',
      createdAt: now - 40 * DAY,
      notAfter: now + 690 * DAY,
      lastUsedAt: now - 2 * DAY,
      fingerprint: fingerprint(5),
    },
    {
      id: 'client-2',
      commonName: `Night shift - ${'North office '.repeat(9)}`,
      createdAt: now - 2 * DAY,
      notAfter: now + 728 * DAY,
      fingerprint: fingerprint(99),
    },
  ]
}

function tokens(unit: MockUnit, method: string, id: string, body: unknown, now: number): Answer {
  if (method === 'GET') return ok(unit.tokens)
  if (method === 'DELETE') {
    unit.tokens = unit.tokens.filter((token) => token.id !== id)
    return ok({})
  }
  const { name, scopes, days } = body as { name: string; scopes: ApiToken['scopes']; days?: number }
  const made: ApiToken = {
    id: `token-${unit.tokens.length + 2}`,
    name,
    scopes,
    owner: 'admin',
    createdAt: now,
    ...(days ? { expiresAt: now + days * DAY } : {}),
  }
  unit.tokens = [...unit.tokens, made]
  return ok({ ...made, token: 'stg_9fK2mQ7xR4tB8vW3zH6nJ5pL' })
}

function certificates(
  unit: MockUnit,
  method: string,
  what: string,
  body: unknown,
  now: number,
): Answer {
  const { requested, ...plain } = unit.certificate
  if (what === 'request') {
    if (method === 'DELETE') unit.certificate = plain
    else {
      const { commonName } = body as { commonName: string }
      unit.certificate = { ...plain, requested: { at: now, commonName } }
    }
    return ok({
      pem: `-----BEGIN CERTIFICATE REQUEST-----\n${'MIIB'.repeat(40)}\n-----END CERTIFICATE REQUEST-----\n`,
    })
  }
  if (method === 'PUT') {
    const { certificate } = body as { certificate: string }
    if (!certificate.includes('BEGIN CERTIFICATE')) {
      return {
        status: 400,
        value: {
          code: 'refused',
          text: 'The certificate is no PEM text.',
          problems: [
            {
              field: 'certificate',
              what: 'it is no certificate in PEM form',
              remedy: 'Paste it from BEGIN CERTIFICATE to END CERTIFICATE.',
            },
          ],
        },
      }
    }
    unit.certificate = {
      ...plain,
      source: 'installed',
      issuer: 'CN=Example CA',
      notAfter: now + 80 * DAY,
    }
  }
  if (method === 'DELETE') unit.certificate = certificate(now)
  return ok(unit.certificate)
}

function clientCertificates(
  unit: MockUnit,
  method: string,
  id: string,
  body: unknown,
  now: number,
): Answer {
  if (method === 'DELETE') unit.clients = unit.clients.filter((one) => id !== '' && one.id !== id)
  if (method === 'POST') {
    const { name, reason } = body as { name: string; reason: string }
    const made = {
      id: `client-${unit.clients.length + 1}`,
      commonName: `${name} - ${reason}`,
      createdAt: now,
      notAfter: now + 730 * DAY,
      fingerprint: fingerprint(unit.clients.length),
    }
    unit.clients = [...unit.clients, made]
    return ok(made)
  }
  return ok({ issuer: '731000ADD038271-1581603219', port: 8043, open: false, items: unit.clients })
}
