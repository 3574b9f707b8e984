import type {
  FilesToPlay,
  FileToRecord,
  GroupToHear,
  Handle,
  MediaEvent,
  MediaLibrary,
  MediaTotals,
  PassStream,
  PlayerChange,
  RtpOptions,
  RtpStats,
  RtpStream,
  Side,
  Tone,
  TonesToPlay,
} from '../../hal/ffi/media-library.ts'
import { MediaError } from '../../hal/ffi/media-library.ts'
import type { SecureTransport, SrtpKeys } from '../../hal/ffi/media-secure.ts'

interface FakeContext {
  readonly terminations: Set<FakeTermination>
}

interface FakeTermination {
  readonly handle: Handle
  context: FakeContext
  /** 0: on a line. */
  readonly port: number
  readonly line?: string
  stream: RtpStream | undefined
  transport?: SecureTransport
  readonly attachments: Set<FakeAttachment>
  digitsSent: string
}

interface FakeAttachment {
  readonly handle: Handle
  readonly kind: 'player' | 'recorder' | 'detector'
  readonly termination: FakeTermination
}

/** Sockets and capacity that outlive a library: what the kernel of the machine holds. */
export class FakeMachine {
  readonly portsInUse = new Set<number>()
}

/** What a test can look up afterwards: every effect that a party would have heard. */
export interface Effect {
  readonly kind:
    | 'tone'
    | 'tones'
    | 'files'
    | 'termination'
    | 'level'
    | 'steer'
    | 'listen'
    | 'multicast'
    | 'pass'
    | 'record'
    | 'digits'
  readonly port: number
  readonly what: string
}

/** Of the certificate that it does not have. */
export const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':')

/** libmedia as its header describes it, without audio: refuses what it refuses, and a test makes its events. */
export class FakeMediaLibrary implements MediaLibrary {
  readonly effects: Effect[] = []
  /** Its event pipe is full: events are lost. */
  deaf = false
  /** Channels of the lines process. */
  lines: readonly string[] = ['fxs-1', 'fxs-2', 'fxo-1']
  /** Calls of setRtp. */
  streamsSet = 0
  readonly #onEvent: (event: MediaEvent) => void
  readonly #machine: FakeMachine
  readonly #most: number
  readonly #contexts = new Map<Handle, FakeContext>()
  readonly #terminations = new Map<Handle, FakeTermination>()
  readonly #attachments = new Map<Handle, FakeAttachment>()
  #lastHandle: Handle = 0
  #nextPort = 20000
  #closed = false

  constructor(
    onEvent: (event: MediaEvent) => void,
    machine = new FakeMachine(),
    maxTerminations = 1000,
  ) {
    this.#onEvent = (event) => {
      if (!this.deaf) onEvent(event)
    }
    this.#machine = machine
    this.#most = maxTerminations
  }

  addContext(): Handle {
    this.#alive()
    if (this.#contexts.size >= this.#most) throw new MediaError('media_context_add', 'ENOSPC')
    const handle = this.#handle()
    this.#contexts.set(handle, { terminations: new Set() })
    return handle
  }

  removeContext(context: Handle): void {
    const found = this.#context('media_context_remove', context)
    for (const termination of found.terminations) this.#remove(termination)
    this.#contexts.delete(context)
  }

  addRtp(context: Handle, rtp: RtpOptions): { termination: Handle; port: number } {
    const found = this.#context('media_rtp_add', context)
    if (this.#terminations.size >= this.#most) throw new MediaError('media_rtp_add', 'ENOSPC')
    if (!rtp.localAddress.startsWith('127.')) throw new MediaError('media_rtp_add', 'EADDRNOTAVAIL')
    if (rtp.port !== undefined && rtp.port % 2 !== 0)
      throw new MediaError('media_rtp_add', 'EINVAL')
    const port = rtp.port ?? this.#freePort()
    if (this.#machine.portsInUse.has(port)) throw new MediaError('media_rtp_add', 'EADDRINUSE')
    this.#machine.portsInUse.add(port)
    const handle = this.#handle()
    const termination: FakeTermination = {
      handle,
      context: found,
      port,
      stream: undefined,
      attachments: new Set(),
      digitsSent: '',
    }
    found.terminations.add(termination)
    this.#terminations.set(handle, termination)
    return { termination: handle, port }
  }

  addLine(context: Handle, line: { readonly path: string; readonly name: string }): Handle {
    const found = this.#context('media_line_add', context)
    if (!this.lines.includes(line.name)) throw new MediaError('media_line_add', 'ENODEV')
    const taken = [...this.#terminations.values()].some((other) => other.line === line.name)
    if (taken) throw new MediaError('media_line_add', 'EBUSY')
    const handle = this.#handle()
    const termination: FakeTermination = {
      handle,
      context: found,
      port: 0,
      line: line.name,
      stream: undefined,
      attachments: new Set(),
      digitsSent: '',
    }
    found.terminations.add(termination)
    this.#terminations.set(handle, termination)
    return handle
  }

  addListener(context: Handle, { group, port, priority }: GroupToHear): Handle {
    const handle = this.addStudio(context)
    this.#effect('listen', this.#termination('', handle), `${group}:${port} ${priority}`)
    return handle
  }

  setMulticast(termination: Handle, { hops }: { hops: number; loop: boolean }): void {
    this.#effect('multicast', this.#termination('media_multicast', termination), `${hops}`)
  }

  addPass(context: Handle, rtp: RtpOptions): { termination: Handle; port: number } {
    return this.addRtp(context, rtp)
  }

  setPass(termination: Handle, { remote }: PassStream, to?: Handle): void {
    const found = this.#termination('media_pass_set', termination)
    const other = to === undefined ? undefined : this.#termination('media_pass_set', to)
    if (other && other.context !== found.context) throw new MediaError('media_pass_set', 'EINVAL')
    this.#effect('pass', found, `${remote?.port ?? '-'} to ${other?.port ?? '-'}`)
  }

  addStudio(context: Handle): Handle {
    const found = this.#context('media_studio_add', context)
    const handle = this.#handle()
    const termination: FakeTermination = {
      handle,
      context: found,
      port: 0,
      stream: undefined,
      attachments: new Set(),
      digitsSent: '',
    }
    found.terminations.add(termination)
    this.#terminations.set(handle, termination)
    return handle
  }

  setRtp(termination: Handle, stream: RtpStream): void {
    const found = this.#termination('media_rtp_set', termination)
    if (found.line) throw new MediaError('media_rtp_set', 'ENOTSUP')
    if (stream.remote?.port === 1) throw new MediaError('media_rtp_set', 'EINVAL') // for tests of a refusal
    found.stream = stream
    this.streamsSet++
  }

  setSecure(termination: Handle, transport: SecureTransport): void {
    const found = this.#termination('media_secure_set', termination)
    if (found.line) throw new MediaError('media_secure_set', 'ENOTSUP')
    found.transport = transport
  }

  readonly fingerprint = FINGERPRINT

  readonly built = new Set<string>()

  has(codec: string): boolean {
    return this.built.has(codec)
  }

  keys(termination: Handle): SrtpKeys | undefined {
    return this.#termination('media_keys', termination).transport?.keys
  }

  /** A handshake at that port ended so. */
  shaken(port: number, keys: SrtpKeys | undefined, error = 0): void {
    const found = [...this.#terminations.values()].find((one) => one.port === port)
    if (!found?.transport) throw new Error(`no DTLS at ${port}`)
    if (keys) found.transport = { ...found.transport, keys }
    this.#onEvent({ kind: 'secured', termination: found.handle, error })
  }

  move(termination: Handle, context: Handle): void {
    const found = this.#termination('media_move', termination)
    const to = this.#context('media_move', context)
    found.context.terminations.delete(found)
    to.terminations.add(found)
    found.context = to
  }

  remove(termination: Handle): void {
    this.#remove(this.#termination('media_remove', termination))
  }

  setTopology(from: Handle, to: Handle, _hears: boolean): void {
    const a = this.#termination('media_topology', from)
    const b = this.#termination('media_topology', to)
    if (a.context !== b.context) throw new MediaError('media_topology', 'EINVAL')
  }

  playTone(termination: Handle, side: Side, tone: Tone): Handle {
    const found = this.#termination('media_play_tone', termination)
    this.#effect('tone', found, `${side} ${tone.hz.join('+')}`)
    return this.#attach(found, 'player')
  }

  playTones(termination: Handle, side: Side, { parts }: TonesToPlay): Handle {
    const found = this.#termination('media_play_tones', termination)
    this.#effect('tones', found, `${side} ${parts.map(({ hz }) => hz.join('+')).join(' ')}`)
    return this.#attach(found, 'player')
  }

  playFiles(termination: Handle, side: Side, files: FilesToPlay): Handle {
    const found = this.#termination('media_play_files', termination)
    this.#effect('files', found, `${side} ${files.paths.join(' ')}`)
    return this.#attach(found, 'player')
  }

  playTermination(termination: Handle, side: Side, from: Handle): Handle {
    const found = this.#termination('media_play_termination', termination)
    this.#termination('media_play_termination', from)
    this.#effect('termination', found, `${side} ${from}`)
    return this.#attach(found, 'player')
  }

  setLevel(termination: Handle, side: Side | 'both', db: number | 'mute' | 'automatic'): void {
    const found = this.#termination('media_level', termination)
    this.#effect('level', found, `${side} ${db}`)
  }

  record(termination: Handle, side: Side | 'both', file: FileToRecord): Handle {
    const found = this.#termination('media_record', termination)
    this.#effect('record', found, `${side} ${file.path}`)
    return this.#attach(found, 'recorder')
  }

  setPlayer(attachment: Handle, player: PlayerChange): void {
    this.#steer('media_player_set', attachment, 'player', JSON.stringify(player))
  }

  pauseRecorder(attachment: Handle, paused: boolean): void {
    this.#steer('media_recorder_pause', attachment, 'recorder', `paused ${paused}`)
  }

  detectDtmf(termination: Handle, _side: Side): Handle {
    return this.#attach(this.#termination('media_detect_dtmf', termination), 'detector')
  }

  detectProgress(termination: Handle, _side: Side): Handle {
    return this.#attach(this.#termination('media_detect_progress', termination), 'detector')
  }

  detectSignals(termination: Handle, _side: Side): Handle {
    return this.#attach(this.#termination('media_detect_signals', termination), 'detector')
  }

  detectVoice(termination: Handle, _side: Side): Handle {
    return this.#attach(this.#termination('media_detect_voice', termination), 'detector')
  }

  stop(attachment: Handle): void {
    this.#alive()
    const found = this.#attachments.get(attachment)
    if (!found) throw new MediaError('media_stop', 'ENOENT')
    this.#end(found, 0)
  }

  sendDigits(termination: Handle, digits: string, _onMs: number, _gapMs: number): void {
    const found = this.#termination('media_send_digits', termination)
    found.digitsSent += digits
    this.#effect('digits', found, digits)
  }

  stats(termination: Handle): RtpStats {
    this.#termination('media_stats', termination)
    return { ...NO_STATS }
  }

  totals(): MediaTotals {
    return {
      packetsReceived: 0,
      packetsSent: 0,
      packetsDropped: 0,
      contexts: this.#contexts.size,
      terminations: this.#terminations.size,
      attachments: this.#attachments.size,
      lateTicks: 0,
    }
  }

  step(): void {}

  close(): void {
    for (const { port } of this.#terminations.values()) this.#machine.portsInUse.delete(port)
    this.#contexts.clear()
    this.#terminations.clear()
    this.#attachments.clear()
    this.#closed = true
  }

  // ---- what the world does ----

  /** Handles of terminations, the oldest first. */
  get terminationHandles(): readonly Handle[] {
    return [...this.#terminations.keys()]
  }

  /** Players and recorders that run. */
  get running(): readonly Handle[] {
    return [...this.#attachments.values()]
      .filter(({ kind }) => kind !== 'detector')
      .map(({ handle }) => handle)
  }

  /** Handles of detectors that listen. */
  get detectors(): readonly Handle[] {
    return [...this.#attachments.values()]
      .filter(({ kind }) => kind === 'detector')
      .map(({ handle }) => handle)
  }

  portOf(termination: Handle): number {
    return this.#termination('test', termination).port
  }

  transportOf(termination: Handle): SecureTransport | undefined {
    return this.#termination('transportOf', termination).transport
  }

  streamOf(termination: Handle): RtpStream | undefined {
    return this.#termination('test', termination).stream
  }

  /** A party presses a key. */
  press(termination: Handle, digit: string, durationMs = 100): void {
    this.#onEvent({
      kind: 'digit',
      termination,
      digit,
      source: 'rfc4733',
      side: 'from',
      durationMs,
    })
  }

  /** A player or recorder comes to its end. */
  finish(attachment: Handle, error = 0): void {
    const found = this.#attachments.get(attachment)
    if (found) this.#end(found, error)
  }

  /** It comes to its end and the event is lost. */
  finishUnheard(attachment: Handle): void {
    const found = this.#attachments.get(attachment)
    if (found) this.#detach(found)
  }

  overflow(): void {
    this.#onEvent({ kind: 'overflow' })
  }

  /** An event out of the pipe, whatever it says. */
  tell(event: MediaEvent): void {
    this.#onEvent(event)
  }

  rtp(kind: 'rtp-lost' | 'rtp-back' | 'learned', termination: Handle): void {
    this.#onEvent({ kind, termination })
  }

  #steer(call: string, attachment: Handle, kind: FakeAttachment['kind'], what: string): void {
    this.#alive()
    const found = this.#attachments.get(attachment)
    if (!found) throw new MediaError(call, 'ENOENT')
    if (found.kind !== kind) throw new MediaError(call, 'EINVAL')
    this.#effect('steer', found.termination, what)
  }

  #attach(termination: FakeTermination, kind: FakeAttachment['kind']): Handle {
    const attachment = { handle: this.#handle(), kind, termination }
    termination.attachments.add(attachment)
    this.#attachments.set(attachment.handle, attachment)
    return attachment.handle
  }

  #detach(attachment: FakeAttachment): void {
    attachment.termination.attachments.delete(attachment)
    this.#attachments.delete(attachment.handle)
  }

  #end(attachment: FakeAttachment, error: number): void {
    const { handle, kind } = attachment
    this.#detach(attachment)
    const termination = attachment.termination.handle
    if (kind === 'player') this.#onEvent({ kind: 'played', termination, attachment: handle, error })
    if (kind === 'recorder') {
      this.#onEvent({ kind: 'recorded', termination, attachment: handle, durationMs: 20, error })
    }
  }

  #remove(termination: FakeTermination): void {
    for (const attachment of termination.attachments) this.#end(attachment, 0)
    termination.context.terminations.delete(termination)
    this.#terminations.delete(termination.handle)
    this.#machine.portsInUse.delete(termination.port)
  }

  #effect(kind: Effect['kind'], { port }: FakeTermination, what: string): void {
    this.effects.push({ kind, port, what })
  }

  #context(call: string, handle: Handle): FakeContext {
    this.#alive()
    const found = this.#contexts.get(handle)
    if (!found) throw new MediaError(call, 'ENOENT')
    return found
  }

  #termination(call: string, handle: Handle): FakeTermination {
    this.#alive()
    const found = this.#terminations.get(handle)
    if (!found) throw new MediaError(call, 'ENOENT')
    return found
  }

  #alive(): void {
    if (this.#closed) throw new Error('the library is closed')
  }

  #handle(): Handle {
    this.#lastHandle++
    return this.#lastHandle
  }

  #freePort(): number {
    do this.#nextPort += 2
    while (this.#machine.portsInUse.has(this.#nextPort))
    return this.#nextPort
  }
}

const NO_STATS: RtpStats = {
  packetsReceived: 0,
  bytesReceived: 0,
  packetsSent: 0,
  bytesSent: 0,
  droppedSource: 0,
  droppedMalformed: 0,
  droppedSecure: 0,
  mosListening: undefined,
  mosConversational: undefined,
  remoteMos: undefined,
  suite: undefined,
  lost: 0,
  late: 0,
  jitterMs: 0,
  roundTripMs: undefined,
  remoteLostPermille: undefined,
  remote: undefined,
}
