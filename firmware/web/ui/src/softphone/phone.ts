import { UA } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { CallOptions } from 'jssip/lib/UA'
import type { BrowserPass } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Watched } from '../api/watched.ts'
import { clock } from '../clock.ts'
import { PhoneCall, type ShownCall } from './call.ts'
import { lookForDevices, microphone } from './devices.ts'
import { PassSocket } from './pass-socket.ts'
import { presence } from './presence.ts'
import { Sounds } from './sounds.ts'
import { whichSound } from './which-sound.ts'

/** `away`: it comes back by itself. */
export type LineState = 'off' | 'connecting' | 'ready' | 'away'

export interface PhoneState {
  readonly line: LineState
  /** Those that are over stay a moment, with what became of them. */
  readonly calls: readonly ShownCall[]
  /** What keeps a call from being made. */
  readonly problem?: 'no-microphone' | 'not-a-number'
}

const REGISTERED_S = 300
const SHOWN_MS = 4000
const NUMBER = /^[0-9*#+]{1,32}$/

/** The telephone that this page is: one for all pages, which goes on while they change. */
class BrowserPhone extends Watched<PhoneState> {
  #agent: UA | undefined
  readonly #calls = new Map<string, PhoneCall>()
  readonly #sounds = new Sounds()
  #line: LineState = 'off'
  #problem: PhoneState['problem']

  /** Registers, and again whenever the connection was lost. */
  start(): void {
    if (this.#line !== 'off') return
    this.#line = 'connecting'
    this.#tell()
    void lookForDevices()
    void this.#begin()
  }

  stop(): void {
    for (const call of this.#calls.values()) call.hangUp()
    this.#agent?.stop()
    this.#agent = undefined
    this.#line = 'off'
    this.#tell()
  }

  /** Calls a number, and holds whom one was speaking with. undefined: it cannot, `problem` says why. */
  async call(number: string): Promise<PhoneCall | undefined> {
    const target = number.replace(/[\s().-]/g, '')
    if (!NUMBER.test(target)) return this.#cannot('not-a-number')
    const stream = await this.#microphone()
    if (!stream || !this.#agent) return undefined
    for (const other of this.#calls.values()) other.hold(true)
    const options: CallOptions = { mediaStream: stream, pcConfig: { iceServers: [] } }
    const uri = `sip:${encodeURIComponent(target)}@${location.hostname}`
    const session = this.#agent.call(uri, options)
    return this.#take(session, stream)
  }

  async answer(id: string): Promise<void> {
    const call = this.#calls.get(id)
    const stream = call && (await this.#microphone())
    if (!call || !stream) return
    for (const other of this.#calls.values()) if (other !== call) other.hold(true)
    call.answer(stream)
  }

  /** All calls are heard where the person has chosen now. */
  hearBySpeaker(): void {
    for (const call of this.#calls.values()) call.hearBySpeaker()
  }

  find(id: string): PhoneCall | undefined {
    return this.#calls.get(id)
  }

  /** The call on `id` is handed to the party of the other one. */
  connect(id: string, otherId: string): void {
    const other = this.#calls.get(otherId)
    if (other) this.#calls.get(id)?.transferTo(other)
  }

  async #begin(): Promise<void> {
    let first: BrowserPass | undefined
    try {
      first = await api.post<BrowserPass>('/browser-phone/pass')
    } catch {
      this.#line = 'away'
      this.#tell()
      clock.after(2000, () => {
        if (this.#line === 'away') void this.#begin()
      })
      return
    }
    if (this.#line === 'off') return
    this.#sounds.use(first.tones)
    const socket = new PassSocket(({ token }) => {
      agent.set('authorization_jwt', `Bearer ${token}`)
    })
    const agent = new UA({
      sockets: [socket],
      uri: `sip:${first.sipUser}@${location.hostname}`,
      register: true,
      register_expires: REGISTERED_S,
      session_timers: false,
      user_agent: 'Strowger browser phone',
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 10,
      authorization_jwt: `Bearer ${first.token}`,
    })
    this.#agent = agent
    const away = () => this.#lineIs('away')
    agent.on('registered', () => {
      this.#lineIs('ready')
      for (const call of this.#calls.values()) call.sayThatWeAreBack()
    })
    agent.on('unregistered', away)
    agent.on('disconnected', away)
    agent.on('registrationFailed', () => {
      away()
      clock.after(1000, () => socket.disconnect()) // the next connection has a pass of its own
      clock.after(1000, () => socket.ondisconnect(true, 1006, 'not registered'))
    })
    agent.on('newRTCSession', ({ originator, session }: Newcomer) => {
      if (originator === 'remote') this.#take(session, undefined)
    })
    agent.start()
  }

  #lineIs(line: LineState): void {
    if (this.#line === 'off') return
    this.#line = line
    this.#tell()
  }

  #take(session: RTCSession, stream: MediaStream | undefined): PhoneCall {
    const call = new PhoneCall(session, stream, () => this.#changed(call))
    this.#calls.set(call.id, call)
    this.#tell()
    if (call.shown.state === 'rings') announce(call.shown)
    return call
  }

  #changed(call: PhoneCall): void {
    if (call.shown.state === 'over') {
      clock.after(SHOWN_MS, () => {
        this.#calls.delete(call.id)
        this.#tell()
      })
    }
    this.#tell()
  }

  async #microphone(): Promise<MediaStream | undefined> {
    try {
      const stream = await microphone()
      void lookForDevices()
      this.#problem = undefined
      return stream
    } catch {
      return this.#cannot('no-microphone')
    }
  }

  #cannot(problem: NonNullable<PhoneState['problem']>): undefined {
    this.#problem = problem
    this.#tell()
    return undefined
  }

  #tell(): void {
    const calls = [...this.#calls.values()].map(({ shown }) => shown)
    const rings = calls.some(({ state }) => state === 'rings')
    this.#sounds.play(whichSound(calls))
    this.set({ line: this.#line, calls, ...(this.#problem && { problem: this.#problem }) })
    const open = calls.filter(({ state }) => state !== 'over').length
    presence.set({ calls: open, ringing: rings })
  }
}

interface Newcomer {
  readonly originator: string
  readonly session: RTCSession
}

export const phone = new BrowserPhone({ line: 'off', calls: [] })

/** For who looks at another window. */
function announce({ who, number }: ShownCall): void {
  if (!document.hidden || !('Notification' in globalThis)) return
  if (Notification.permission !== 'granted') return
  const note = new Notification(who || number, { body: number, tag: 'strowger-call' })
  note.onclick = () => {
    window.focus()
    note.close()
  }
}
