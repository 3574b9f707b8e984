import type { Test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import type { Instance, InstanceOptions, InstanceStatus } from '../../firmware/demo/instance.ts'
import { SimOffice, SimPhone } from '../../firmware/demo/sim-line.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { ShownLine } from '../../firmware/gateway/shown-line.ts'
import { SetUp } from '../../firmware/model/set-up.ts'
import type { CallRecord } from '../../firmware/records/call-record.ts'
import { openStore } from '../../firmware/store/store.ts'
import type { OfficeState } from '../../hal/ffi/lines-library.ts'
import { aServer, passwordOf } from './an-office.ts'

/** Extensions of the two SIP telephones, and of the n-th analog one, from 0. */
export const [ann, bob] = ['201', '202'] as const
export const analogNumber = (index: number): string => String(301 + index)
/** Outside calls come to it; it rings the first analog telephone. */
export const OUTSIDE = '320'

/** Outside numbers: one whose party answers at once with `farTone` at -10 dBm0, and one that rings for ever. */
export const ANSWERS = '2025550110'
export const NEVER = '2025550103'

/** What the parties behind fxo-n say: no two alike, to tell the lines apart. */
export const farTone = (n: number): number => 1000 + 200 * n

/** Fields of an outside line that dials as fast as may be. */
export const QUICK = 'dtmfOnMs: 50, dtmfGapMs: 50'

export interface LinesOptions {
  readonly fxs?: number
  readonly fxo?: number
  /** Of each telephone in the route of its extension. */
  readonly rings?: number
  /** More fields of every outside line, as `silenceMinutes: 1`; quick dialling when left out. */
  readonly line?: string
  /** The outside line that has no caller ID: its calls ring at once. */
  readonly withoutCallerId?: number
  /** More fields of the telephone on fxs-n, as `canPlaceCalls: false`. */
  readonly phones?: Readonly<Record<number, string>>
  /** More fields of the SIP telephones, as `encryption: required`. */
  readonly handsets?: Readonly<Record<string, string>>
  /** More extensions, a line of YAML each. */
  readonly extensions?: readonly string[]
  readonly dialPlan?: string
}

/** YAML of an office with two SIP telephones, analog telephones on all FXS ports and outside lines on all FXO ports. */
export function linesOffice(options: LinesOptions = {}): string {
  const { fxs = 4, fxo = 3, rings = 4, line = QUICK, extensions = [], dialPlan = '' } = options
  const more = options.phones ?? {}
  const phones = Array.from({ length: fxs }, (_, index) => index)
  const lines = Array.from({ length: fxo }, (_, index) => index + 1)
  const extension = (number: string, destination: string, more = '') =>
    `  - { number: ${number}, ${more} route: { attempts: [{ destinations: [{ ${destination} }] }] } }`
  return [
    'sites: [{ name: Test, number: 1, timeZone: America/New_York, country: US }]',
    'users:',
    '  - { login: ann, firstName: Ann, lastName: Able }',
    '  - { login: bob, firstName: Bob, lastName: Baker }',
    'extensions:',
    '  - { number: 100, kind: test }',
    extension(ann, `handset: ${ann}, rings: ${rings}`, 'kind: user, owner: ann,'),
    extension(bob, `handset: ${bob}, rings: ${rings}`, 'kind: user, owner: bob,'),
    ...phones.map((index) =>
      extension(
        analogNumber(index),
        `analog: fxs-${index + 1}, rings: ${rings}`,
        `description: Desk ${index + 1},`,
      ),
    ),
    extension(OUTSIDE, `analog: fxs-1, rings: ${rings}`),
    ...extensions,
    'handsets:',
    ...[ann, bob].map(
      (user) =>
        `  - { sipUser: ${user}, extension: ${user}, secret: ${passwordOf(user)}, ${options.handsets?.[user] ?? ''} }`,
    ),
    'analogHandsets:',
    ...phones.map((index) => {
      const fields = more[index + 1]
      return `  - { port: fxs-${index + 1}, extension: ${analogNumber(index)}${fields ? `, ${fields}` : ''} }`
    }),
    ...(fxo > 0 ? ['fxoLines:'] : []),
    ...lines.map((n) => {
      const callerId = n !== options.withoutCallerId
      return `  - { port: fxo-${n}, route: { extension: ${OUTSIDE} }, callerIdService: ${callerId}, ${line} }`
    }),
    'dialPlan:',
    `  operator: ${ann}`,
    '  firstDigitSeconds: 5',
    '  interDigitSeconds: 2',
    dialPlan,
    '',
  ].join('\n')
}

/** A server with simulated lines; test it with `phone` and `office`. */
export class LinesServer {
  readonly server: Instance
  readonly #fxs: readonly SimPhone[]
  readonly #fxo: readonly SimOffice[]

  constructor(server: Instance, { fxs = 4, fxo = 3 }: LinesOptions) {
    this.server = server
    const ask = (command: object) => server.ask('lines', 'sim', command)
    this.#fxs = Array.from({ length: fxs }, (_, index) => new SimPhone(`fxs-${index + 1}`, ask))
    this.#fxo = Array.from({ length: fxo }, (_, index) => new SimOffice(`fxo-${index + 1}`, ask))
  }

  /** The telephone on port fxs-n. */
  phone(n: number): SimPhone {
    const phone = this.#fxs[n - 1]
    if (!phone) throw new Error(`no telephone fxs-${n}`)
    return phone
  }

  /** The central office behind port fxo-n. */
  office(n: number): SimOffice {
    const office = this.#fxo[n - 1]
    if (!office) throw new Error(`no line fxo-${n}`)
    return office
  }

  /** What the parties say whom one reaches over that office. */
  toneOf(office: SimOffice): number {
    return farTone(this.#fxo.indexOf(office) + 1)
  }

  get offices(): readonly SimOffice[] {
    return this.#fxo
  }

  /** All lines as the gateway sees them. */
  async lines(): Promise<readonly ShownLine[]> {
    return (await this.server.ask('lines', 'lines')) as readonly ShownLine[]
  }

  async line(name: string): Promise<ShownLine> {
    const line = (await this.lines()).find((one) => one.line === name)
    if (!line) throw new Error(`no line ${name}`)
    return line
  }

  /** Hangs every telephone up and waits until nothing is left of any call: no leg, no termination, every line on hook. */
  async allIdle(limitMs = 60_000): Promise<void> {
    for (const phone of this.#fxs) await phone.hangUp()
    let last: unknown
    const idle = async () => {
      last = await this.#notIdle().catch(String) // a process that was killed is not there for a moment
      return last === undefined
    }
    await until('idle lines', idle, limitMs).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(last)}`)
    })
  }

  async #notIdle(): Promise<unknown> {
    const calls = (await this.server.ask('exchange', 'calls')) as readonly unknown[]
    if (calls.length > 0) return calls
    const busy = (await this.lines()).filter((line) => line.hook === 'off' || line.termination)
    if (busy.length > 0) return busy
    for (const process of ['media', 'lines']) {
      const { gateway } = (await this.server.ask(process, 'totals')) as {
        gateway: { contexts: number; terminations: number }
      }
      if (gateway.terminations + gateway.contexts > 0) return { process, gateway }
    }
    return undefined
  }

  /** What the offices do with `ANSWERS` and 911. They forget it with the `lines` process that simulates them. */
  async tellOffices(): Promise<void> {
    for (const office of this.#fxo) {
      const saying = { voice: 'tone', hz: this.toneOf(office), levelDbm0: -10 } as const
      for (const number of [ANSWERS.slice(-7), '911'])
        await office.rule({ number, outcome: 'answer', rings: 0, saying })
    }
  }

  /** The latest record, once it is closed; of a call to `dialled` where that is given. */
  async record(dialled?: string): Promise<CallRecord> {
    return until('the record', async () => {
      const records = await this.server.records(dialled === undefined ? 1 : 10)
      const found = records.find((one) => dialled === undefined || one.dialled === dialled)
      return found?.endedAt !== undefined && found
    })
  }

  /** What the supervisor says; undefined while it is away. Cheaper than the command line, which is a process. */
  async #status(): Promise<InstanceStatus | undefined> {
    const asked = this.server.ask('supervisor', 'status').catch(() => undefined)
    return (await asked) as InstanceStatus | undefined
  }

  /** The condition once it is shown. */
  async condition(id: string, limitMs?: number): Promise<{ effect: string; remedy: string }> {
    const look = async () => (await this.#status())?.conditions.find((one) => one.id === id)
    const found = await until(`condition ${id}`, look, limitMs)
    return found as { id: string; effect: string; remedy: string }
  }

  /** Waits until the condition is no longer shown. */
  async cleared(id: string, limitMs?: number): Promise<void> {
    const look = async () => {
      const status = await this.#status()
      return status && !status.conditions.some((one) => one.id === id)
    }
    await until(`the end of condition ${id}`, look, limitMs)
  }

  /** Kills a process as a defect would; resolves when its successor is ready. */
  async killed(name: string, limitMs = 60_000): Promise<void> {
    const before = await this.server.pidOf(name)
    process.kill(before, 'SIGKILL')
    const look = async () => {
      const found = (await this.#status())?.processes.find((one) => one.name === name)
      const pid = name === 'supervisor' ? await this.#supervisorPid() : found?.pid
      return pid && pid !== before && (name === 'supervisor' || found?.ready)
    }
    await until(`a new ${name}`, look, limitMs)
  }

  async #supervisorPid(): Promise<number | undefined> {
    const asked = this.server.ask('supervisor', 'health').catch(() => undefined)
    return ((await asked) as { pid: number } | undefined)?.pid
  }

  /** The office behind the outside line over which a call has got there: which line is taken, is not the caller's affair. */
  async reached(state: OfficeState['state'], number: string, limitMs?: number): Promise<SimOffice> {
    const look = async () => {
      for (const office of this.#fxo) {
        const now = await office.state().catch(() => undefined)
        if (now?.state === state && now.dialled === number) return office
      }
      return undefined
    }
    return until(`a call to ${number} that is ${state}`, look, limitMs)
  }

  /** The telephone dials outside and talks. */
  async out(phone: SimPhone, number: string): Promise<SimOffice> {
    return this.through(phone, number, () => phone.dials(`9${number}`))
  }

  /** It dials until it talks: again where a machine that stopped for a moment made a hole in a digit. */
  async through(phone: SimPhone, number: string, dial: () => Promise<void>): Promise<SimOffice> {
    for (let again = 2; again > 0; again -= 1) {
      await dial()
      const office = await this.reached('talking', number, 20_000).catch(() => undefined)
      if (office) return office
      await phone.hangUp()
      await systemClock.sleep(3000) // shorter is a flash
    }
    await dial()
    return this.reached('talking', number)
  }

  /** Waits until one of the offices is so. */
  async anyOf(state: OfficeState['state']): Promise<SimOffice> {
    return until(`${state} at an office`, async () => {
      for (const office of this.#fxo) if ((await office.state()).state === state) return office
      return undefined
    })
  }

  /** Waits until no call is on it, as the central office sees it. */
  async freed(office: SimOffice): Promise<void> {
    await until(`a free ${office.name}`, async () => !(await office.hearing()).offHook)
  }
}

/** Starts one that is stopped when `t` ends, with nothing of a call left by then. */
export async function aLinesServer(
  t: Test,
  options: LinesOptions & Pick<InstanceOptions, 'env'> & { readonly claimed?: boolean } = {},
): Promise<LinesServer> {
  const { fxs = 4, fxo = 3, env, claimed = true } = options
  const server = await aServer(t, {
    office: linesOffice(options),
    env: { STROWGER_LINES: `sim:fxs=${fxs},fxo=${fxo}`, ...env },
  })
  if (claimed) await claim(server)
  const lines = new LinesServer(server, options)
  await lines.tellOffices()
  return lines
}

/** As if somebody had set it up: lifted telephones give dial tone at once. */
async function claim({ data }: Instance): Promise<void> {
  const store = openStore({ data, clock: systemClock })
  const { id } = store.only(SetUp)
  store.change({ by: 'test', from: 'test' }, (edit) => {
    edit.update(SetUp, id, { claimed: true, firstPassword: '', code: '' })
  })
  await store.close()
}
