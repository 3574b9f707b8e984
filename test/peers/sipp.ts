import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child } from '../../firmware/demo/child.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { Place } from './sip-socket.ts'
import type { SipText } from './sip-text.ts'
import { header, parseSip } from './sip-text.ts'

export interface SippRun {
  /**
   * Name of a file in `scenarios/`, which says what it does with the fields; with `script`, what to call it. Those files repeat a request after 4 s
   * instead of T1: on a loaded machine sipp would take the second answer to a repeated one for a mistake.
   */
  readonly scenario: string
  /** The scenario itself, of which all messages are kept. */
  readonly script?: string
  /** PCMU for ever, where the scenario says `rtp_stream="sound"`: whole seconds of a tone of whole hertz go on without a break. */
  readonly sound?: Buffer
  /** Whom it calls; not given for a scenario that waits to be called. */
  readonly remote?: Place
  /** Taken in turn: user, what `credentials` makes, callee. */
  readonly rows?: readonly (readonly string[])[]
  /** How many calls; then sipp ends. Without it, it goes on until `stop`. */
  readonly calls?: number
  /** New calls a second. */
  readonly rate?: number
  /** Calls at the same time, at most. */
  readonly atOnce?: number
  /** For the pauses of the scenario. */
  readonly pauseMs?: number
  readonly transport?: 'udp' | 'tcp'
  /** 127.0.0.1 unless given. */
  readonly address?: string
  /** Local port; a free one if not given. */
  readonly port?: number
  /** Whom the digests name in their uri; sipp otherwise names the server, which is right for REGISTER only (RFC 2617 §3.2.2.5). */
  readonly digestUser?: string
  /** Values of `[name]` in the scenario. */
  readonly keys?: Readonly<Record<string, string>>
  /**
   * It passes over what it does not expect: with many calls at once on a loaded machine something always comes twice. What does not come
   * is a mistake all the same, told after `limitSeconds`.
   */
  readonly passesOver?: boolean
  /** sipp gives up after so many seconds, 60 unless given. */
  readonly limitSeconds?: number
}

export interface SippResult {
  readonly successful: number
  readonly failed: number
  /** User and system time of the sipp process, to 0.01 s. */
  readonly cpuSeconds: number
  /** Requests and responses that sipp sent again. */
  readonly retransmissions: number
  /** What sipp could not go on with, in its words. */
  readonly errors: string
  /** With `passesOver`: what came unexpectedly, as it was on the wire. */
  readonly passedOver: readonly SipText[]
  /** With `script`: every message as it was on the wire, in its order. */
  readonly messages: readonly SippMessage[]
}

export interface SippMessage {
  readonly way: 'in' | 'out'
  readonly message: SipText
}

const LOCALHOST = '127.0.0.1'
const CUE = 'INFO sip:cue SIP/2.0'
const SCENARIOS = fileURLToPath(new URL('scenarios', import.meta.url))

// `times` of POSIX sh is the only one who learns what a child used: sipp is run in it.
const TIMED = 'sipp "$@"; code=$?; times >&2; exit $code'

/** What a row says where a scenario wants credentials. */
export function credentials(user: string, password: string): string {
  return `[authentication username=${user} password=${password}]`
}

/** Runs a scenario to its end. */
export async function sipp(run: SippRun): Promise<SippResult> {
  return (await Sipp.start(run)).finished()
}

/** One sipp process. */
export class Sipp {
  readonly port: number
  readonly #run: SippRun
  readonly #directory: string
  readonly #child: Child
  /** The messages of a process that has ended. */
  #kept: readonly SippMessage[] | undefined

  private constructor(run: SippRun, port: number) {
    this.port = port
    this.#run = run
    this.#directory = mkdtempSync(join(tmpdir(), `sipp-${run.scenario}-`))
    if (run.rows) {
      const lines = ['SEQUENTIAL', ...run.rows.map((row) => row.join(';')), '']
      writeFileSync(join(this.#directory, 'rows.csv'), lines.join('\n'))
    }
    if (run.sound) {
      const file = join(this.#directory, 'sound')
      writeFileSync(file, run.sound)
      const script = readFileSync(this.#scenario, 'utf8')
      writeFileSync(
        join(this.#directory, 'with-sound.xml'),
        script.replaceAll('rtp_stream="sound,', `rtp_stream="${file},`),
      )
    }
    if (run.script !== undefined) writeFileSync(join(this.#directory, 'script.xml'), run.script)
    this.#child = Child.spawn('sh', ['-c', TIMED, 'sh', ...this.#arguments()])
  }

  /** Resolves when sipp has bound its port. */
  static async start(run: SippRun): Promise<Sipp> {
    const started = new Sipp(run, run.port ?? (await freePort(run.address)))
    await until('sipp', () => started.#child.exit !== undefined || started.#bound())
    return started
  }

  /** Waits until it ends, which `limitSeconds` bounds. */
  async finished(): Promise<SippResult> {
    await this.#child.exited
    this.#kept = this.messages
    try {
      return this.#result()
    } finally {
      rmSync(this.#directory, { recursive: true, force: true })
    }
  }

  /** With `script`: every message so far. */
  get messages(): readonly SippMessage[] {
    return this.#kept ?? messagesIn(read(join(this.#directory, 'messages')))
  }

  /** Lets go on who waits in its script for another peer: a request of ours in its first call, which no telephone sends. */
  async cue(): Promise<void> {
    const [first] = this.messages
    const callId = first && header(first.message, 'Call-ID')
    const cue = [
      CUE,
      `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${randomUUID()}`,
      'From: <sip:cue>;tag=cue',
      'To: <sip:cue>',
      `Call-ID: ${callId}`,
      'CSeq: 1 INFO',
      'Content-Length: 0',
    ]
    const socket = createSocket('udp4')
    socket.send(`${cue.join('\r\n')}\r\n\r\n`, this.port, this.#run.address ?? LOCALHOST)
    await once(socket, 'listening')
    socket.close()
  }

  /** Lets no new call begin, and waits for those that there are. */
  async stop(): Promise<SippResult> {
    for (const pid of this.#sippPids()) process.kill(pid, 'SIGUSR1')
    return this.finished()
  }

  #arguments(): string[] {
    const { script, sound, remote, rows, calls, rate, atOnce, pauseMs, transport } = this.#run
    const { keys, digestUser, address: here = LOCALHOST } = this.#run
    const digestUri = digestUser && remote && `${digestUser}@${remote.address}:${remote.port}`
    const optional = (flag: string, value: number | string | undefined) =>
      value === undefined ? [] : [flag, String(value)]
    return [
      ...(remote ? [`${remote.address}:${remote.port}`] : []),
      ...(script === undefined
        ? ['-sf', sound ? join(this.#directory, 'with-sound.xml') : this.#scenario]
        : ['-sf', join(this.#directory, 'script.xml'), '-trace_msg']),
      ...(script === undefined ? [] : ['-message_file', join(this.#directory, 'messages')]),
      ...['-i', here, '-mi', here, '-ci', '127.0.0.1', '-bind_local'],
      ...['-p', String(this.port), '-t', transport === 'tcp' ? 't1' : 'u1'],
      ...['-nostdin', '-timeout', String(this.#run.limitSeconds ?? 60), '-timeout_error'],
      ...['-trace_stat', '-fd', '1', '-stf', join(this.#directory, 'statistics')],
      ...['-trace_err', '-error_file', join(this.#directory, 'errors')],
      ...(this.#run.passesOver ? ['-default_behaviors', 'all,-abortunexp'] : []),
      ...(rows ? ['-inf', join(this.#directory, 'rows.csv')] : []),
      ...optional('-auth_uri', digestUri),
      ...optional('-m', calls),
      ...optional('-r', rate),
      ...optional('-l', atOnce),
      ...optional('-d', pauseMs),
      ...Object.entries(keys ?? {}).flatMap(([name, value]) => ['-key', name, value]),
    ]
  }

  get #scenario(): string {
    return join(SCENARIOS, `${this.#run.scenario}.xml`)
  }

  #sippPids(): number[] {
    if (this.#child.exit !== undefined) return []
    const { pid } = this.#child
    return read(`/proc/${pid}/task/${pid}/children`).split(' ').map(Number).filter(Boolean)
  }

  #bound(): boolean {
    const port = this.port.toString(16).toUpperCase().padStart(4, '0')
    const table = this.#run.transport === 'tcp' && !this.#run.remote ? 'tcp' : 'udp'
    if (this.#run.transport === 'tcp' && this.#run.remote) return this.#sippPids().length > 0
    return readFileSync(`/proc/net/${table}`, 'latin1').includes(
      `${inHex(this.#run.address ?? LOCALHOST)}:${port} `,
    )
  }

  #result(): SippResult {
    const last = statistics(read(join(this.#directory, 'statistics')))
    if (!last) throw new Error(`sipp said nothing but\n${this.#child.output.slice(-3000)}`)
    const errors = read(join(this.#directory, 'errors'))
    return {
      successful: Number(last['SuccessfulCall(C)']),
      failed: Number(last['FailedCall(C)']),
      cpuSeconds: childSeconds(this.#child.output),
      retransmissions: Number(last['Retransmissions(C)']),
      errors: withoutHaste(errors),
      passedOver: [...errors.matchAll(PASSED_OVER)].flatMap(
        ([, text = '']) => parseSip(text) ?? [],
      ),
      messages: this.messages.filter(({ message }) => message.start !== CUE),
    }
  }
}

/** An IPv4 address as the kernel's tables show it. */
function inHex(address: string): string {
  const octets = address.split('.').map((one) => Number(one).toString(16).padStart(2, '0'))
  return octets.reverse().join('').toUpperCase()
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return '' // not there: sipp makes its files when there is something to write, and may have ended
  }
}

/** What -trace_msg writes: a line of strokes with the time, one that tells how many octets follow, an empty one, and these. */
function messagesIn(log: string): readonly SippMessage[] {
  const messages: SippMessage[] = []
  const heads =
    /^-{20,} .*\r?\n\w+ message (sent|received) (?:\((\d+) bytes\)|\[(\d+)\] bytes ?):\r?\n\r?\n/gm
  for (let head = heads.exec(log); head; head = heads.exec(log)) {
    const octets = Number(head[2] ?? head[3])
    const message = parseSip(log.slice(heads.lastIndex, heads.lastIndex + octets))
    if (message) messages.push({ way: head[1] === 'sent' ? 'out' : 'in', message })
    heads.lastIndex += octets
  }
  return messages
}

const PASSED_OVER =
  /Continuing call on unexpected message for [^\n]*?, received '([\s\S]*?\r?\n\r?\n[^']*)'/g

/** The last line of -trace_stat by the names in its first. */
function statistics(csv: string): Record<string, string> | undefined {
  const [names, ...lines] = csv.trim().split('\n')
  const values = lines.at(-1)?.split(';')
  if (!names || !values) return undefined
  return Object.fromEntries(names.split(';').map((name, index) => [name, values[index] ?? '']))
}

/** The last line of `times`: user and system time of the children, as 0m1.230s 0m0.450s. */
function childSeconds(output: string): number {
  const times =
    [...output.matchAll(/^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/gm)].at(-1)?.map(Number) ?? []
  const [, userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = times
  return userMinutes * 60 + user + systemMinutes * 60 + system
}

/** Without what sipp says of a machine that is too slow for its rate, where messages come late or twice: no test depends on that. */
function withoutHaste(errors: string): string {
  const lines = errors
    .replaceAll(
      /[^\n']*: (Continuing call on unexpected message|Dead call) [\s\S]*?\r?\n\r?\n[^']*'/g,
      '',
    )
    .split('\n')
    .filter(
      (line) => !/Overload warning|too high.*rate|^The following events occurred:$/i.test(line),
    )
  return lines.join('\n').trim()
}
