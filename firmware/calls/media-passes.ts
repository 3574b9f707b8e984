import { isDeepStrictEqual } from 'node:util'
import type {
  Added,
  Operation,
  PassStream,
  ReplyValue,
  TerminationId,
} from '../gateway/contract.ts'

/** A termination of a leg whose datagrams pass through: its video, or its fax. */
interface Pass {
  readonly id: TerminationId
  /** The leg, which is also the termination of its audio. */
  readonly leg: TerminationId
  readonly localAddress: string
  /** Undefined until the gateway has answered for it. */
  port?: number
  stream?: PassStream
  /** Whose peer gets what this one's sends. */
  to?: TerminationId
  moved?: boolean
}

export type PassSnapshot = Readonly<Pass>

/** What they need of the context that they are in. */
export interface PassGround {
  readonly context: string
  /** Says `context` and these, and repeats all of it for a gateway that restarts meanwhile. */
  readonly make: (operation: Operation) => Promise<readonly ReplyValue[]>
  readonly tell: (operation: Operation) => void
  readonly changed: () => void
  /** Whether the party of leg `to` gets what that of `from` says. */
  readonly hears: (from: TerminationId, to: TerminationId) => boolean
}

const MARK = '/pass-'

/** The leg that a termination is of. */
export function legOfPass(id: TerminationId): TerminationId | undefined {
  const at = id.indexOf(MARK)
  return at < 0 ? undefined : id.slice(0, at)
}

/** The terminations of a media context that pass through. They follow audio: who does not hear a party does not see it either. */
export class Passes {
  readonly #ground: PassGround
  readonly #all = new Map<TerminationId, Pass>()

  constructor(ground: PassGround, all: readonly PassSnapshot[] = []) {
    this.#ground = ground
    for (const pass of all) this.#all.set(pass.id, { ...pass })
  }

  static idOf(leg: TerminationId, count: number): TerminationId {
    return `${leg}${MARK}${count}`
  }

  has(id: TerminationId): boolean {
    return this.#all.has(id)
  }

  get ids(): readonly TerminationId[] {
    return [...this.#all.keys()]
  }

  /** Its port; made when it is not there yet. */
  async add(leg: TerminationId, id: TerminationId, localAddress: string): Promise<number> {
    const known = this.#all.get(id)
    if (known?.port !== undefined) return known.port
    const pass: Pass = known ?? { id, leg, localAddress }
    this.#all.set(id, pass)
    this.#ground.changed()
    try {
      const [added] = (await this.#ground.make(this.#addition(pass))) as Partial<Added>[]
      pass.port = added?.port ?? 0
    } catch (error) {
      this.#all.delete(id)
      this.#ground.changed()
      throw error
    }
    this.#ground.changed()
    this.#say(pass)
    return pass.port
  }

  /** How datagrams go to and from the party. */
  set(id: TerminationId, stream: PassStream): void {
    const pass = this.#all.get(id)
    if (!pass || isDeepStrictEqual(pass.stream, stream)) return
    pass.stream = stream
    this.#ground.changed()
    this.#say(pass)
  }

  /** The peer of each gets what that of the other sends. */
  link(a: TerminationId, b: TerminationId): void {
    for (const [id, to] of [[a, b] as const, [b, a] as const]) {
      const pass = this.#all.get(id)
      if (!pass || !this.#all.has(to) || pass.to === to) continue
      pass.to = to
      this.#say(pass)
    }
    this.#ground.changed()
  }

  areLinked(a: TerminationId, b: TerminationId): boolean {
    return this.#all.get(a)?.to === b && this.#all.get(b)?.to === a
  }

  port(id: TerminationId): number | undefined {
    return this.#all.get(id)?.port
  }

  remove(id: TerminationId): void {
    if (!this.#all.has(id)) return
    this.forget(id)
    this.#ground.tell({ op: 'subtract', termination: id })
  }

  /** Others pass nothing to it any longer. */
  forget(id: TerminationId): void {
    this.#all.delete(id)
    for (const other of this.#all.values()) {
      if (other.to !== id) continue
      delete other.to
      this.#say(other)
    }
    this.#ground.changed()
  }

  ofLeg(leg: TerminationId): readonly TerminationId[] {
    return this.ids.filter((id) => this.#all.get(id)?.leg === leg)
  }

  /** Who hears whom has changed. */
  topologyChanged(from: TerminationId, to: TerminationId): void {
    for (const pass of this.#all.values()) {
      const other = pass.to === undefined ? undefined : this.#all.get(pass.to)
      if (pass.leg === from && other?.leg === to) this.#say(pass)
    }
  }

  /** Those of a leg that goes to another context leave this one, their links cut. */
  release(leg: TerminationId): readonly PassSnapshot[] {
    return this.ofLeg(leg).flatMap((id) => {
      const pass = this.#all.get(id)
      this.forget(id)
      if (!pass) return []
      const { to: _, ...loose } = pass
      return [loose]
    })
  }

  receive(passes: readonly PassSnapshot[]): readonly Operation[] {
    for (const pass of passes) this.#all.set(pass.id, { ...pass, moved: true })
    return passes.filter(({ port }) => port !== undefined).map(({ id }) => this.#move(id))
  }

  /** Moves that a gateway may have missed. */
  get moves(): readonly Operation[] {
    return [...this.#all.values()].filter(({ moved }) => moved).map(({ id }) => this.#move(id))
  }

  /** All that the gateway should hold of them. */
  operations(): readonly Operation[] {
    const standing = [...this.#all.values()].filter(({ port }) => port !== undefined)
    return [
      ...standing.map((pass) => this.#addition(pass)),
      ...standing.flatMap((pass) => this.#passing(pass) ?? []),
    ]
  }

  snapshot(): readonly PassSnapshot[] {
    return [...this.#all.values()].map((pass) => ({ ...pass }))
  }

  #move(termination: TerminationId): Operation {
    return { op: 'move', termination, context: this.#ground.context }
  }

  #addition({ id, localAddress, port }: Pass): Operation {
    const { context } = this.#ground
    const asked = port === undefined ? {} : { port }
    return { op: 'add-pass', context, termination: id, localAddress, ...asked }
  }

  #passing({ id, leg, stream, to }: Pass): Operation | undefined {
    if (!stream) return undefined
    const other = to === undefined ? undefined : this.#all.get(to)
    const reaches = other?.port !== undefined && this.#ground.hears(leg, other.leg)
    return { op: 'pass', termination: id, stream, ...(other && reaches && { to: other.id }) }
  }

  #say(pass: Pass): void {
    const operation = pass.port === undefined ? undefined : this.#passing(pass)
    if (operation) this.#ground.tell(operation)
  }
}
