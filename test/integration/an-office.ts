import type { Test } from 'tap'
import { Baresip } from '../../firmware/demo/baresip.ts'
import type { BaresipOptions } from '../../firmware/demo/baresip-config.ts'
import type { InstanceOptions } from '../../firmware/demo/instance.ts'
import { Instance } from '../../firmware/demo/instance.ts'
import type { RtpPhoneOptions } from '../peers/rtp-phone.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'

const FIRST = 201

/** Extension and User ID of the n-th telephone, from 0. */
export function numberOf(index: number): string {
  return String(FIRST + index)
}

/** The password of a telephone in `office`: long enough, and no two alike. */
export function passwordOf(user: string): string {
  return `secret-of-telephone-${user}`
}

/** An office of so many telephones, each with an extension of the same number that rings it; 100 is the test extension. */
export function office(phones: number, options: { rings?: number; lines?: number } = {}): string {
  const { rings = 4, lines = 2 } = options
  const numbers = Array.from({ length: phones }, (_, index) => numberOf(index))
  return [
    'sites: [{ name: Test, number: 1, timeZone: America/New_York, country: US }]',
    'users:',
    ...numbers.map((number) => `  - { login: u${number}, firstName: User, lastName: N${number} }`),
    'extensions:',
    '  - { number: 100, kind: test }',
    ...numbers.map(
      (number) =>
        `  - { number: ${number}, kind: user, owner: u${number}, route: { attempts: [{ destinations: [{ handset: ${number}, rings: ${rings} }] }] } }`,
    ),
    'handsets:',
    ...numbers.map(
      (number) =>
        `  - { sipUser: ${number}, extension: ${number}, secret: ${passwordOf(number)}, lines: ${lines} }`,
    ),
    '',
  ].join('\n')
}

/** A running server that is stopped, and must stop well, when `t` ends; its logs are shown when `t` failed. */
export async function aServer(t: Test, options: InstanceOptions): Promise<Instance> {
  const server = await Instance.start(options)
  t.teardown(async () => {
    if (!t.passing()) t.comment(server.logs(6000))
    await server.stop()
  })
  return server
}

/** A registered scripted telephone of the office. */
export async function aPhone(
  t: Test,
  server: Instance,
  user: string,
  options: Partial<RtpPhoneOptions> = {},
): Promise<RtpPhone> {
  const password = passwordOf(user)
  const phone = await RtpPhone.open({ user, password, server: server.sip, ...options })
  t.teardown(async () => {
    await phone.register(0) // or the next test's telephone of this name would not ring alone
    phone.close()
  })
  const response = await phone.register()
  if (statusOf(response) !== 200) throw new Error(`${user} cannot register: ${response.start}`)
  return phone
}

/** A registered baresip of the office. */
export async function aBaresip(
  t: Test,
  server: Instance,
  user: string,
  options: Partial<BaresipOptions> = {},
): Promise<Baresip> {
  const password = passwordOf(user)
  const phone = await Baresip.start({ user, password, server: server.sip, ...options })
  t.teardown(() => phone.stop())
  await phone.registered()
  return phone
}
