import type { RTCSession } from 'jssip/lib/RTCSession'
import { api } from '../api/api.ts'
import { lastTouch } from '../api/attention.ts'
import { clock } from '../clock.ts'
import { sinkOf } from './devices.ts'
import { LevelMeter } from './levels.ts'
import { type Quality, qualityOf, type Received, receivedIn } from './quality.ts'

export interface ShownCall {
  readonly id: string
  /** `rings`: here; `calls`: there. */
  readonly state: 'rings' | 'calls' | 'up' | 'over'
  readonly number: string
  /** Name of the other party; '' where none was told. A stranger's text. */
  readonly who: string
  readonly held: boolean
  readonly heldThere: boolean
  readonly muted: boolean
  /** Before the answer: whether it rings there, or is heard already. */
  readonly early?: 'ringing' | 'heard'
  /** UTC ms. */
  readonly since?: number
  readonly quality?: Quality
  /** Why it is over, as the SIP library names it. */
  readonly cause?: string
  /** We called, and were not answered: the tone that says so. */
  readonly refused?: 'busy' | 'congestion'
  readonly transfer?: 'asked' | 'failed'
}

const LOOK_MS = 2000
const THERE_MS = 30_000
const LONGEST_NAME = 64

/** One call of the browser phone. */
export class PhoneCall {
  readonly #session: RTCSession
  readonly #changed: () => void
  readonly #player = new Audio()
  /** How loud either side is. */
  readonly levels = new LevelMeter()
  #stream: MediaStream | undefined
  #before: Received | undefined
  #end: (() => void) | undefined
  shown: ShownCall

  constructor(session: RTCSession, stream: MediaStream | undefined, changed: () => void) {
    this.#session = session
    this.#changed = changed
    const incoming = String(session.direction) === 'incoming'
    const { display_name: name, uri } = session.remote_identity
    this.shown = {
      id: session.id,
      state: incoming ? 'rings' : 'calls',
      number: decodeURIComponent(uri.user ?? ''),
      who: (name ?? '').slice(0, LONGEST_NAME),
      held: false,
      heldThere: false,
      muted: false,
    }
    if (stream) this.#takeStream(stream)
    this.#watch()
  }

  get id(): string {
    return this.shown.id
  }

  answer(stream: MediaStream): void {
    if (this.shown.state !== 'rings') return
    this.#takeStream(stream)
    this.#session.answer({ mediaStream: stream, pcConfig: { iceServers: [] } })
  }

  hangUp(): void {
    if (this.#session.isEnded()) return
    this.#session.terminate(this.shown.state === 'rings' ? { status_code: 486 } : {})
  }

  hold(on: boolean): void {
    if (this.shown.state !== 'up' || this.shown.held === on) return
    if (on) this.#session.hold()
    else this.#session.unhold()
  }

  mute(on: boolean): void {
    if (on) this.#session.mute({ audio: true })
    else this.#session.unmute({ audio: true })
    this.#show({ muted: on })
  }

  /** Keys beside the audio, RFC 4733. */
  digits(keys: string): void {
    if (this.shown.state !== 'up' && this.shown.early !== 'heard') return
    const [sender] = this.#session.connection?.getSenders() ?? []
    sender?.dtmf?.insertDTMF(keys, 120, 70)
  }

  /** Blind, RFC 5589 §6. */
  sendTo(number: string): void {
    this.#refer(`sip:${encodeURIComponent(number)}@${location.hostname}`)
  }

  /** Attended, RFC 5589 §7. */
  transferTo(other: PhoneCall): void {
    const uri = other.#session.remote_identity.uri.toString()
    this.#refer(uri, other.#session)
  }

  /** After a new registration: the exchange learns by it where this call's telephone is now. */
  sayThatWeAreBack(): void {
    if (this.shown.state !== 'up') return
    this.#session.renegotiate({})
  }

  /** The other speaker from now on. */
  hearBySpeaker(): void {
    void sinkOf(this.#player, 'speaker')
  }

  #refer(uri: string, replaces?: RTCSession): void {
    this.#show({ transfer: 'asked' })
    const failed = () => this.#show({ transfer: 'failed' })
    const eventHandlers = {
      requestFailed: failed,
      failed,
      accepted: () => {
        this.hangUp()
        if (replaces && !replaces.isEnded()) replaces.terminate()
      },
    }
    this.#session.refer(uri, replaces ? { eventHandlers, replaces } : { eventHandlers })
  }

  #watch(): void {
    const session = this.#session
    session.on('peerconnection', ({ peerconnection }) => this.#hear(peerconnection))
    if (session.connection) this.#hear(session.connection)
    session.on('icecandidate', ({ ready }) => ready()) // the unit needs none of ours: it answers to where checks come from
    session.on('progress', (event: object) => {
      if (this.shown.state !== 'calls') return
      const { body } = (event as { response?: { body?: string } }).response ?? {}
      this.#show({ early: body ? 'heard' : 'ringing' })
    })
    session.on('confirmed', () => this.#up())
    session.on('accepted', () => this.#up())
    session.on('hold', ({ originator }) => this.#held(String(originator), true))
    session.on('unhold', ({ originator }) => this.#held(String(originator), false))
    const over = ({ cause, originator }: { cause: string; originator: unknown }) =>
      this.#over(cause, String(originator))
    session.on('ended', over)
    session.on('failed', over)
  }

  #hear(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track, streams }) => {
      const stream = streams[0] ?? new MediaStream([track])
      this.#player.srcObject = stream
      this.levels.there(stream)
      void sinkOf(this.#player, 'speaker')
      void this.#player.play().catch(() => {}) // allowed once somebody has answered or called
    })
  }

  #up(): void {
    if (this.shown.state === 'up') return
    this.#show({ state: 'up', since: clock.now() })
    const measured = clock.every(LOOK_MS, () => void this.#measure())
    const there = clock.every(THERE_MS, () => {
      lastTouch.set(clock.now()) // whoever speaks is there: the session does not end meanwhile
      void api.get('/browser-phone').catch(() => {}) // the next one says it too
    })
    this.#end = () => {
      measured()
      there()
    }
  }

  async #measure(): Promise<void> {
    const report = await this.#session.connection?.getStats()
    const all: Readonly<Record<string, unknown>>[] = []
    report?.forEach((one) => {
      all.push(one as Record<string, unknown>)
    })
    const now = receivedIn(all)
    const quality = now && qualityOf(now, this.#before)
    this.#before = now
    if (quality) this.#show({ quality })
  }

  #held(originator: string, on: boolean): void {
    this.#show(originator === 'local' ? { held: on } : { heldThere: on })
  }

  #over(cause: string, by: string): void {
    const refused = this.shown.state === 'calls' && by !== 'local'
    this.#end?.()
    this.levels.stop()
    this.#player.srcObject = null
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    const tone = cause === 'Busy' ? 'busy' : 'congestion'
    this.#show({ state: 'over', cause, ...(refused && { refused: tone }) })
  }

  #takeStream(stream: MediaStream): void {
    this.#stream = stream
    this.levels.here(stream)
  }

  #show(change: Partial<ShownCall>): void {
    this.shown = { ...this.shown, ...change }
    this.#changed()
  }
}
