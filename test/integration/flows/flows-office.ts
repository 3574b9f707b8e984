import type { Place } from '../../peers/sip-socket.ts'
import { passwordOf } from '../an-office.ts'

/** Telephones of the office. Eve's alone must prove itself for calls too. */
export const NUMBERS = {
  ann: '201',
  bob: '202',
  cal: '203',
  dan: '204',
  eve: '205',
  /** Never registered. */
  far: '206',
} as const

/** Extensions without a telephone of their own. */
export const GROUPS = {
  /** Bob; if he is busy or does not answer, Cal. */
  forwarded: '301',
  /** Bob and Cal together. */
  findMe: '302',
} as const

/** Outside lines. North is tried first. */
export const PROVIDERS = { north: '127.0.0.2', south: '127.0.0.3' } as const

export const TRUNK = {
  loginId: 'strowger',
  password: 'not-a-word',
  realm: 'south.example',
} as const

const rings = (number: string, times: number) => `{ handset: ${number}, rings: ${times} }`

function extension(number: string, attempts: readonly string[]): string {
  const tried = attempts.map((destinations) => `{ destinations: [${destinations}] }`).join(', ')
  return `  - { number: ${number}, kind: system, route: { attempts: [${tried}] } }`
}

function trunk(name: keyof typeof PROVIDERS, { port }: Place, order: number): readonly string[] {
  return [
    `  - description: ${name}`,
    `    order: ${order}`,
    `    server: ${PROVIDERS[name]}`,
    `    serverPort: ${port}`,
    `    loginId: ${TRUNK.loginId}`,
    `    password: ${TRUNK.password}`,
    `    realm: ${TRUNK.realm}`,
    '    redirect: true',
    '    reliable: true',
    '    earlyMedia: true',
    '    healthSeconds: 0',
    `    route: { extension: ${NUMBERS.bob} }`,
  ]
}

/** As YAML. `rings`: how often a telephone rings, 6 s each. */
export function flowsOffice(
  providers: Readonly<Record<keyof typeof PROVIDERS, Place>>,
  ringing = 8,
): string {
  const { ann, bob, cal, dan, eve, far } = NUMBERS
  return [
    'sites: [{ name: Test, number: 1, timeZone: America/New_York, country: US }]',
    'extensions:',
    ...[ann, bob, cal, dan, eve, far].map((one) => extension(one, [rings(one, ringing)])),
    extension(GROUPS.forwarded, [rings(bob, 1), rings(cal, ringing)]),
    extension(GROUPS.findMe, [`${rings(bob, ringing)}, ${rings(cal, ringing)}`]),
    'handsets:',
    ...[ann, bob, cal, dan, eve, far].map(
      (one) =>
        `  - { sipUser: ${one}, extension: ${one}, secret: ${passwordOf(one)}, lines: 4, trust: ${one === eve ? 'registrations-and-invites' : 'registrations'} }`,
    ),
    'sipTrunks:',
    ...trunk('north', providers.north, 60),
    ...trunk('south', providers.south, 61),
    '',
  ].join('\n')
}
