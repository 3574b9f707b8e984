import type { Test } from 'tap'
import type { Instance } from '../../../firmware/demo/instance.ts'
import type { Step } from '../../peers/scenario.ts'
import { scenarioXml } from '../../peers/scenario.ts'
import { brokenRules } from '../../peers/sip-rules.ts'
import type { Place } from '../../peers/sip-socket.ts'
import type { SipText } from '../../peers/sip-text.ts'
import { methodOf, statusOf } from '../../peers/sip-text.ts'
import type { SippMessage, SippResult } from '../../peers/sipp.ts'
import { credentials, freePort, Sipp, sipp } from '../../peers/sipp.ts'
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
}

export interface StageOptions {
  readonly server: Instance
  readonly providers: Readonly<Record<Provider, Place>>
}

/** Everything that one peer sent and got. */
export class Heard {
  readonly all: readonly SippMessage[]

  constructor(all: readonly SippMessage[]) {
    this.all = all
  }

  /** What came from the exchange: the n-th request of a method, or response of a status. */
  got(what: string | number, nth = 0): SipText {
    return this.#find('in', what, nth)
  }

  sent(what: string | number, nth = 0): SipText {
    return this.#find('out', what, nth)
  }

  /** How many of them came, repetitions too. */
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
      .filter((one) =>
        typeof what === 'number'
          ? statusOf(one) === what
          : statusOf(one) === 0 && methodOf(one) === what,
      )
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
    const peers: [Name, number, Sipp][] = []
    for (const [name, part] of inOrder) {
      peers.push([name, part.times ?? 1, await this.#start(name, part, limitSeconds)])
    }
    const heard = await Promise.all(
      peers.map(async ([name, times, peer]) => [
        name,
        judged(t, name, times, await peer.finished()),
      ]),
    )
    return Object.fromEntries(heard) as Record<Name, Heard>
  }

  async #start(name: Phone | Provider, part: Part, limitSeconds: number): Promise<Sipp> {
    const { server, providers } = this.#options
    const isPhone = name in NUMBERS
    const user = isPhone ? NUMBERS[name as Phone] : name
    const place = isPhone ? await this.placeOf(name as Phone) : providers[name as Provider]
    const peer = {
      user,
      server: server.sip,
      ...(isPhone && { password: passwordOf(user) }),
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

  /** Registered once, when it is needed first. */
  async #registered(phone: Phone): Promise<number> {
    const known = this.#ports.get(phone)
    if (known !== undefined) return known
    const port = await freePort()
    this.#ports.set(phone, port)
    const user = NUMBERS[phone]
    const rows = [[user, credentials(user, passwordOf(user))]]
    const keys = { contact_port: String(port), expires: '600' }
    const run = { scenario: 'register', remote: this.server.sip, rows, calls: 1, port, keys }
    const { successful, errors } = await sipp(run)
    if (successful !== 1) throw new Error(`${phone} cannot register: ${errors}`)
    return port
  }
}

function begins({ does: [first] }: Part): boolean {
  return first?.kind === 'sends'
}

function judged(t: Test, name: string, times: number, result: SippResult): Heard {
  t.match(result, { successful: times, failed: 0, errors: '' }, `${name} got what the ladder says`)
  t.strictSame(brokenRules(result.messages), [], `the exchange kept to the rules towards ${name}`)
  return new Heard(result.messages)
}
