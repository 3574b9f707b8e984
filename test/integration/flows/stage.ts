import type { Test } from 'tap'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import type { Instance } from '../../../firmware/demo/instance.ts'
import { until } from '../../../firmware/demo/wait.ts'
import type { Step } from '../../peers/scenario.ts'
import { scenarioXml } from '../../peers/scenario.ts'
import { brokenRules } from '../../peers/sip-rules.ts'
import type { Place } from '../../peers/sip-socket.ts'
import type { SipText } from '../../peers/sip-text.ts'
import { header, methodOf, statusOf } from '../../peers/sip-text.ts'
import type { SippMessage, SippResult } from '../../peers/sipp.ts'
import { credentials, Sipp, sipp } from '../../peers/sipp.ts'
import { passwordOf } from '../an-office.ts'
import { NUMBERS, type PROVIDERS } from './flows-office.ts'

export type Phone = keyof typeof NUMBERS
export type Provider = keyof typeof PROVIDERS

/** What a peer does in a flow, and the number that its calls are for. */
export interface Part {
  readonly calls?: string
  readonly does: readonly Step[]
  /** The same so often, at the same time. */
  readonly times?: number
  /** It has not been registered, and is somewhere new. */
  readonly isNew?: boolean
  readonly password?: string
  readonly behind?: string
}

export interface StageOptions {
  readonly server: Instance
  readonly providers: Readonly<Record<Provider, Place>>
}

/** Everything that one peer sent and got. */
export class Heard {
  readonly all: readonly SippMessage[]

  /** What came or went again is there once: how fast a machine is changes nothing. */
  constructor(all: readonly SippMessage[]) {
    const seen = new Set<string>()
    this.all = all.filter((one) => {
      const text = JSON.stringify(one)
      const isNew = !seen.has(text)
      seen.add(text)
      return isNew
    })
  }

  /** What came from the exchange: the n-th request of a method, or response of a status. */
  got(what: string | number, nth = 0): SipText {
    return this.#find('in', what, nth)
  }

  sent(what: string | number, nth = 0): SipText {
    return this.#find('out', what, nth)
  }

  /** How many of them came. */
  count(what: string | number): number {
    return this.#of('in', what).length
  }

  #find(way: 'in' | 'out', what: string | number, nth: number): SipText {
    const found = this.#of(way, what)[nth]
    if (!found) throw new Error(`there is no ${what} number ${nth}`)
    return found
  }

  #of(way: 'in' | 'out', what: string | number): readonly SipText[] {
    return this.all
      .filter((one) => one.way === way)
      .map(({ message }) => message)
      .filter((one) => isThat(one, what))
  }
}

/** Real sipp processes around one office, each with the number and the port of a telephone, or the address of a provider. */
export class Stage {
  readonly #options: StageOptions
  readonly #ports = new Map<Phone, number>()

  constructor(options: StageOptions) {
    this.#options = options
  }

  get server(): Instance {
    return this.#options.server
  }

  /** Where a telephone is, and is registered. */
  async placeOf(phone: Phone): Promise<Place> {
    return { address: '127.0.0.1', port: await this.#registered(phone) }
  }

  /**
   * Plays a flow to its end: those who wait to be called are there first. Everybody must have got exactly what his ladder says, and the exchange must
   * have kept to the rules towards each.
   */
  async play<Name extends Phone | Provider>(
    t: Test,
    parts: Readonly<Record<Name, Part>>,
    limitSeconds = 20,
  ): Promise<Readonly<Record<Name, Heard>>> {
    const all = Object.entries(parts) as [Name, Part][]
    const inOrder = [
      ...all.filter(([, part]) => !begins(part)),
      ...all.filter(([, part]) => begins(part)),
    ]
    const peers = new Map<string, Sipp>()
    for (const [name, part] of inOrder) peers.set(name, await this.#start(name, part, limitSeconds))
    const played = inOrder.map(([name, part]) => finished(name, part, peers))
    const results = await Promise.all(played)
    const heard = results.map(([name, result]) => [
      name,
      judged(t, name, parts[name as Name].times ?? 1, result),
    ])
    if (!t.passing()) await Promise.all(all.map(([name]) => this.#forget(name)))
    return Object.fromEntries(heard) as Record<Name, Heard>
  }

  async #start(name: Phone | Provider, part: Part, limitSeconds: number): Promise<Sipp> {
    const { server } = this.#options
    const isPhone = name in NUMBERS
    const user = isPhone ? NUMBERS[name as Phone] : name
    const place = await this.#placeOf(name, part)
    const peer = {
      user,
      server: server.sip,
      ...(isPhone && { password: part.password ?? passwordOf(user) }),
      ...(part.behind !== undefined && { behind: part.behind }),
      ...(part.calls !== undefined && { calls: part.calls }),
    }
    return Sipp.start({
      scenario: name,
      script: scenarioXml(peer, part.does),
      ...place,
      ...(begins(part) && { remote: server.sip }),
      ...(part.calls !== undefined && { digestUser: part.calls }),
      calls: part.times ?? 1,
      limitSeconds,
    })
  }

  async #placeOf(name: Phone | Provider, { isNew }: Part): Promise<Partial<Place>> {
    if (!(name in NUMBERS)) return this.#options.providers[name as Provider]
    return isNew ? {} : this.placeOf(name as Phone)
  }

  /** After a flow that failed, what still comes for it must not disturb the next one: the telephone moves. */
  async #forget(name: Phone | Provider): Promise<void> {
    const port = this.#ports.get(name as Phone)
    if (port === undefined) return
    this.#ports.delete(name as Phone)
    await this.#register(name as Phone, port, 0)
  }

  /** Registered once, when it is needed first. */
  async #registered(phone: Phone): Promise<number> {
    const known = this.#ports.get(phone)
    if (known !== undefined) return known
    const port = await freePort()
    this.#ports.set(phone, port)
    await this.#register(phone, port, 600)
    return port
  }

  async #register(phone: Phone, port: number, expires: number): Promise<void> {
    const user = NUMBERS[phone]
    const rows = [[user, credentials(user, passwordOf(user))]]
    const keys = { contact_port: String(port), expires: String(expires) }
    const run = { scenario: 'register', remote: this.server.sip, rows, calls: 1, port, keys }
    const { successful, errors } = await sipp(run)
    if (successful !== 1) throw new Error(`${phone} cannot register: ${errors}`)
  }
}

/** Plays to the end, with the cues that it waits for. */
async function finished(
  name: string,
  { does }: Part,
  peers: ReadonlyMap<string, Sipp>,
): Promise<readonly [name: string, result: SippResult]> {
  const own = peers.get(name)
  if (!own) throw new Error(`${name} is not there`)
  const ended = own.finished()
  const cues = async () => {
    for (const [place, step] of does.entries()) {
      if (step.kind !== 'waits') continue
      await until(`${name} to wait`, () => isDone(own.messages, does.slice(0, place)))
      await cued(own, step, peers)
    }
  }
  await Promise.race([ended, cues()])
  return [name, await ended]
}

/** Whether a peer has the last of these steps behind it. */
function isDone(messages: readonly SippMessage[], steps: readonly Step[]): boolean {
  const last = steps.at(-1)
  if (last?.kind !== 'sends' && last?.kind !== 'gets') return true
  const [way, what] =
    last.kind === 'sends' ? (['out', last.method] as const) : (['in', last.what] as const)
  const same = steps.filter((step) => step.kind === last.kind && whatOf(step) === what)
  const seen = new Heard(messages.filter((one) => one.way === way && isThat(one.message, what)))
  return seen.all.length >= same.length
}

function whatOf(step: Step): string | number | undefined {
  if (step.kind === 'sends') return step.method
  return step.kind === 'gets' ? step.what : undefined
}

async function cued(
  own: Sipp,
  { peer, what }: Extract<Step, { kind: 'waits' }>,
  peers: ReadonlyMap<string, Sipp>,
): Promise<void> {
  await until(`${peer} to get ${what}`, () => {
    const messages = peers.get(peer)?.messages ?? []
    return messages.some((one) => one.way === 'in' && isThat(one.message, what))
  })
  await own.cue()
}

function isThat(message: SipText, what: string | number | RegExp): boolean {
  if (what instanceof RegExp) return what.test(message.body)
  if (typeof what === 'number') return statusOf(message) === what
  return statusOf(message) === 0 && methodOf(message) === what
}

function begins({ does: [first] }: Part): boolean {
  return first?.kind === 'sends'
}

function judged(t: Test, name: string, times: number, result: SippResult): Heard {
  t.match(result, { successful: times, failed: 0, errors: '' }, `${name} got what the ladder says`)
  if (result.successful !== times) {
    for (const { way, message } of result.messages) {
      t.comment(`${name} ${way} ${message.start} (${header(message, 'CSeq')})`)
    }
  }
  t.strictSame(brokenRules(result.messages), [], `the exchange kept to the rules towards ${name}`)
  return new Heard(result.messages)
}
