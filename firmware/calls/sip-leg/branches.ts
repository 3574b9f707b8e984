import type { Stream } from '../../gateway/contract.ts'
import type { SipResponse } from '../../sip/message/message.ts'
import { sessionDescription } from '../../sip/message/multipart.ts'
import type { Branch } from './contract.ts'

/** Branches of a forked call that are told apart. */
const MOST_BRANCHES = 8

/**
 * Who rings behind an outgoing leg. Early audio passes only while one branch exists (DESIGN §5): all of them send to the one port that
 * our INVITE named, and would be heard mixed.
 */
export class Branches {
  readonly #read: (answer: string) => Stream | undefined
  readonly #keepsAnswers: () => boolean
  #all: readonly Branch[]

  /** @param read what an answer in a response agrees to @param keepsAnswers they tell of more than audio */
  constructor(
    read: (answer: string) => Stream | undefined,
    keepsAnswers: () => boolean,
    all: readonly Branch[] = [],
  ) {
    this.#read = read
    this.#keepsAnswers = keepsAnswers
    this.#all = all
  }

  get all(): readonly Branch[] {
    return this.#all
  }

  /** The early audio of the only branch there is. */
  get onlyStream(): Stream | undefined {
    const [only, second] = this.#all
    return second === undefined ? only?.stream : undefined
  }

  of(tag: string | undefined): Branch | undefined {
    return this.#all.find((branch) => branch.tag === tag)
  }

  /** A provisional response of one of them; a 199 ends it (RFC 6228). False: nothing new. */
  heard(response: SipResponse): boolean {
    const tag = response.toTag ?? ''
    const known = this.#all.find((branch) => branch.tag === tag)
    const described = sessionDescription(response)
    const stream = (described ? this.#read(described) : undefined) ?? known?.stream
    const others = this.#all.filter((branch) => branch !== known)
    const isGone = response.status === 199
    if (!isGone && known && known.stream === stream) return false
    const answer = this.#keepsAnswers() ? (described ?? known?.answer) : undefined
    const branch = { tag, stream, ...(answer && { answer }) }
    if (others.length < MOST_BRANCHES) this.#all = isGone ? others : [...others, branch]
    return true
  }

  clear(): void {
    this.#all = []
  }
}
