import type { Test } from 'tap'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import type { Instance } from '../../../firmware/demo/instance.ts'
import type { Step } from '../../peers/scenario.ts'
import { scenarioXml } from '../../peers/scenario-xml.ts'
import { brokenRules } from '../../peers/sip-rules.ts'
import type { Place } from '../../peers/sip-socket.ts'
import type { SipText } from '../../peers/sip-text.ts'
import { header } from '../../peers/sip-text.ts'
import type { SippMessage, SippResult } from '../../peers/sipp.ts'
import { credentials, Sipp, sipp } from '../../peers/sipp.ts'
import { passwordOf } from '../an-office.ts'
import { finished } from './cues.ts'
import { NUMBERS, type PROVIDERS } from './flows-office.ts'
import { Heard } from './heard.ts'

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
    limitSeconds = 60,
  ): Promise<Readonly<Record<Name, Heard>>> {
    const all = Object.entries(parts) as [Name, Part][]
    const inOrder = [
      ...all.filter(([, part]) => !begins(part)),
      ...all.filter(([, part]) => begins(part)),
    ]
    const peers = new Map<string, Sipp>()
    for (const [name, part] of inOrder) peers.set(name, await this.#start(name, part, limitSeconds))
    const played = inOrder.map(([name, part]) => finished(name, part.does, peers))
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
      passesOver: true, // what comes twice; anything else `judged` sees
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

function begins({ does: [first] }: Part): boolean {
  return first?.kind === 'sends'
}

function judged(t: Test, name: string, times: number, result: SippResult): Heard {
  const strange = result.passedOver.filter((one) => !cameTwice(one, result.messages))
  t.match(
    { ...result, strange: strange.map(({ start }) => start) },
    { successful: times, failed: 0, errors: '', strange: [] },
    `${name} got what the ladder says`,
  )
  if (result.successful !== times || result.errors || strange.length > 0) {
    for (const { way, message } of result.messages) {
      const [cseq, reason] = [header(message, 'CSeq'), header(message, 'Reason')]
      t.comment(`${name} ${way} ${message.start} (${cseq}) ${reason}`)
    }
  }
  t.strictSame(brokenRules(result.messages), [], `the exchange kept to the rules towards ${name}`)
  return new Heard(result.messages)
}

/** The exchange repeats what is answered late, as it must. */
function cameTwice({ start, headers }: SipText, messages: readonly SippMessage[]): boolean {
  const text = JSON.stringify([start, headers])
  const same = messages.filter(
    ({ way, message }) => way === 'in' && JSON.stringify([message.start, message.headers]) === text,
  )
  return same.length > 1
}
