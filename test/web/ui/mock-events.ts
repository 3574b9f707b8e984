import type {
  ConfigReport,
  ForwardingTest,
  ShownForwarding,
  ShownPower,
} from '../../../firmware/web/contract.ts'
import { HOSTILE } from './mock-objects.ts'

const MINUTE = 60_000

/** Sending events on, restart and shutdown, and the report of people. */
export interface MockEvents {
  forwarding: ShownForwarding
  power: ShownPower
  /** Undefined for what is not among it. */
  answer(
    method: string,
    path: readonly string[],
    body: unknown,
  ): { status: number; value: unknown } | undefined
}

export function mockEvents(now: number): MockEvents {
  const mock: MockEvents = {
    forwarding: {
      mail: {
        enabled: true,
        waiting: 3,
        leftOut: 12,
        lastSent: now - 50 * MINUTE,
        lastFailure: { at: now - MINUTE, why: `mail.example.com answered: 550 ${HOSTILE}` },
      },
      syslog: { enabled: false, waiting: 0, leftOut: 0 },
    },
    power: {
      machine: false,
      calls: 2,
      emergencies: 1,
      ready: true,
      administrators: [
        { login: 'admin', name: 'Administrator', from: '192.168.1.10', sinceMinutes: 75 },
        { login: 'eve', name: HOSTILE, from: '192.168.1.11', sinceMinutes: 3 },
      ],
    },
    answer: (method, [area, one, two], body) => {
      if (area === 'report' && one === 'users') return ok(people(now))
      if (area === 'forwarding' && two === 'test') return ok(tested(String(one)))
      if (area === 'forwarding' && two === 'flush') {
        mock.forwarding = { ...mock.forwarding, mail: { ...mock.forwarding.mail, waiting: 0 } }
        return ok({})
      }
      if (area === 'forwarding') return ok(mock.forwarding)
      if (area !== 'power') return undefined
      if (method === 'POST') {
        const wanted = body as NonNullable<ShownPower['plan']>
        const at = wanted.when === 'now' ? Date.now() + 10_000 : wanted.at
        const who = { by: 'admin', from: 'page', plannedAt: Date.now(), state: 'waits' } as const
        mock.power = { ...mock.power, plan: { ...wanted, ...who, ...(at && { at }) } }
        return ok({})
      }
      if (method === 'DELETE') {
        const { plan: _, ...rest } = mock.power
        mock.power = rest
        return ok({})
      }
      return ok(mock.power)
    },
  }
  return mock
}

const ok = (value: unknown) => ({ status: 200, value })

function tested(way: string): ForwardingTest {
  if (way === 'syslog') return { sent: true, text: 'logs.example.com took a line.' }
  return {
    sent: false,
    text: 'The certificate of mail.example.com is signed by nobody whom this unit trusts. Paste the certificate of its authority.',
  }
}

function people(now: number): ConfigReport {
  return {
    site: 'Maple Street Dental',
    revision: 41,
    at: now,
    hash: 'f00d',
    tables: [
      {
        section: 'users',
        title: 'People',
        columns: ['Number', 'Name', 'Login name', 'Phones', 'Roles', 'Language', 'Password'],
        rows: [
          ['101', 'Ada Byron', 'ada', '2', 'Phone administrator', 'English', ''],
          ['102', HOSTILE, 'eve', '0', '', 'French', 'must be changed'],
        ],
      },
      {
        section: 'counts',
        title: 'Configured',
        columns: ['What', 'Count'],
        rows: [
          ['user', '2'],
          ['extension', '12'],
        ],
      },
    ],
  }
}
