import { isIP } from 'node:net'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { ErrorCode, Hello, LineSettings, Operation } from './contract.ts'
import { STREAM_CODECS } from './contract.ts'
import type { Check, Shape } from './shapes.ts'
import { complaintAbout, isObject, list, object, oneOf, optional, text, whole } from './shapes.ts'
import { transport } from './transport.ts'

export interface Failure {
  readonly code: ErrorCode
  readonly text: string
  readonly failed?: number
}

const LONGEST_ID = 96
const MOST_OPERATIONS = 10_000 // in a batch: a conference of 64 has 4,096 pairs
const MOST_FILES = 256
const DAY_MS = 24 * 3600 * 1000
const MOST_LINES = 128

const id = text(LONGEST_ID)
const port = whole(1, 65535)
const side = oneOf('from', 'to')
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'is not true or false')
const address: Check = (value) =>
  typeof value === 'string' && isIP(value) ? undefined : 'is not an IP address'

const path: Check = (value) =>
  typeof value === 'string' && /^\/[^\0]{1,1023}$/.test(value) && !value.split('/').includes('..')
    ? undefined
    : 'is not an absolute path'

const orphan: Check = (value) => {
  const { keep } = (value ?? {}) as { keep?: unknown }
  if (keep === true) return keptOrphan(value)
  return keep === false ? endedOrphan(value) : 'has no keep'
}
const keptOrphan = object({ maxAgeSeconds: whole(0, 30 * 86400) })
const endedOrphan = object({ afterSeconds: whole(0, 30 * 86400) })

const stream = object({
  remote: optional(object({ address, port, rtcpPort: optional(port) })),
  codec: oneOf(...STREAM_CODECS),
  payloadType: whole(0, 127),
  eventPayloadType: optional(whole(0, 127)),
  eventClockKhz: optional(oneOf(8, 16, 48)),
  opus: optional(
    object({
      bitrate: optional(whole(6000, 510_000)),
      fec: optional(flag),
      dtx: optional(flag),
      bandKhz: optional(oneOf(8, 12, 16, 24, 48)),
    }),
  ),
  comfortNoise: optional(flag),
  padEvents: optional(flag),
  ptimeMs: oneOf(10, 20, 30, 40, 60),
  send: flag,
  receive: flag,
  symmetric: flag,
  transport: optional(transport),
})

const passStream = object({
  remote: optional(object({ address, port, rtcpPort: optional(port) })),
  rtp: flag,
  send: flag,
  receive: flag,
  symmetric: flag,
})

const tone = object({
  hz: list(whole(1, 4000), 4),
  levelDbm0: whole(-63, 0),
  cadenceMs: list(whole(0, 65535), 6),
  totalMs: whole(0, DAY_MS),
})
const tones = object({
  parts: list(
    object({
      hz: list(whole(1, 3900), 4),
      levelDbm0: whole(-63, 0),
      modulatedHz: optional(whole(1, 1000)),
      ms: whole(0, 65535),
    }),
    64,
  ),
  again: whole(0, 64),
})
const files = object({
  paths: list(path, MOST_FILES),
  times: whole(0, 2 ** 31),
  fromMs: whole(0, DAY_MS),
})

const digits: Check = (value) =>
  typeof value === 'string' && /^[0-9*#A-D]{1,64}$/.test(value)
    ? undefined
    : 'are not 1 to 64 digits'

const line: Check = (value) =>
  typeof value === 'string' && /^[a-z][a-z0-9-]{0,14}$/.test(value)
    ? undefined
    : 'is not the name of a line, as fxs-1'

const SIGNALS: ReadonlyMap<unknown, Check> = new Map<unknown, Check>([
  ['tone', tone],
  ['tones', tones],
  ['files', files],
  ['music', object({ paths: list(path, MOST_FILES) })],
  ['line-in', object({ line })],
])
const signal: Check = (value) => {
  const { kind } = (value ?? {}) as { kind?: unknown }
  return SIGNALS.get(kind)?.(value) ?? (SIGNALS.has(kind) ? undefined : 'is no tone and no files')
}

/** Shown on a telephone: what it cannot show is left out later. */
const shown: Check = (value) =>
  typeof value === 'string' && value.length <= 64 ? undefined : 'is not at most 64 characters'

const dialled: Check = (value) =>
  typeof value === 'string' && /^[0-9*#]{1,15}$/.test(value)
    ? undefined
    : 'is not 1 to 15 digits, * or #'

const timing = object({
  line,
  disconnectMs: whole(20, 10_000),
  flashMinMs: whole(40, 2000),
  flashMaxMs: whole(110, 5000),
})
const lineSettings: Check = (value) => {
  const complaint = timing(value)
  if (complaint) return complaint
  const { flashMinMs, flashMaxMs } = value as LineSettings
  return flashMinMs < flashMaxMs ? undefined : 'has a flashMinMs not below its flashMaxMs'
}
const emergency = object({
  numbers: list(dialled, 8),
  sent: dialled,
  lines: list(line, 32),
  preDialMs: whole(0, 10_000),
})

const place = object({ toMs: whole(0, DAY_MS) })
const by = object({ byMs: whole(-DAY_MS, DAY_MS) })
const seek: Check = (value) => (isObject(value) && 'toMs' in value ? place(value) : by(value))
const decibels = whole(-40, 30)
const level: Check = (value) =>
  value === 'mute' || value === 'automatic' ? undefined : decibels(value)

const SHAPES: { readonly [Op in Operation['op']]: Shape } = {
  context: { context: id, orphan },
  'drop-context': { context: id },
  add: {
    context: id,
    termination: id,
    localAddress: address,
    port: optional(port),
    stream: optional(stream),
    multicast: optional(object({ hops: whole(1, 255), loop: flag })),
  },
  'add-pass': { context: id, termination: id, localAddress: address, port: optional(port) },
  pass: { termination: id, stream: passStream, to: optional(id) },
  'add-listener': {
    context: id,
    termination: id,
    localAddress: address,
    group: address,
    port: whole(2, 65_534),
    priority: whole(1, 255),
    codec: oneOf(...STREAM_CODECS),
    payloadType: whole(0, 127),
  },
  'add-line': { context: id, termination: id, line, protected: optional(flag) },
  hook: { termination: id, state: oneOf('on', 'off') },
  ring: {
    termination: id,
    cadence: list(whole(1, 65535), 8),
    caller: optional(object({ number: shown, name: optional(shown) })),
  },
  provision: { lines: list(lineSettings, MOST_LINES), emergency },
  stream: { termination: id, stream },
  move: { termination: id, context: id },
  topology: { from: id, to: id, hears: flag },
  subtract: { termination: id },
  play: { termination: id, attachment: id, side, signal },
  record: {
    termination: id,
    attachment: id,
    side: oneOf('from', 'to', 'both'),
    path,
    maxMs: whole(0, DAY_MS),
    format: optional(oneOf('wav', 'wav-mu-law', 'raw-mu-law')),
    khz: optional(oneOf(8, 16)),
    trimBelowDbm0: optional(whole(-63, -20)),
  },
  steer: {
    attachment: id,
    key: id,
    paused: flag,
    speedPercent: optional(whole(50, 200)),
    seek: optional(seek),
  },
  'add-studio': { context: id, termination: id },
  level: { termination: id, side, db: level },
  detect: {
    termination: id,
    attachment: id,
    side,
    what: optional(oneOf('dtmf', 'progress', 'signals', 'voice')),
  },
  stop: { attachment: id },
  digits: { termination: id, key: id, digits, onMs: whole(40, 6000), gapMs: whole(40, 6000) },
  stats: { termination: id },
  inventory: {},
  batch: {
    operations: list((value) => (isObject(value) ? undefined : 'is no operation'), MOST_OPERATIONS),
  },
}

/** The operation in a request as it came off the wire. Operations inside a batch are checked when their turn comes. */
export function checkOperation(value: unknown): Result<Operation, Failure> {
  if (!isObject(value) || typeof value.op !== 'string') return bad('the operation has no op')
  const shape = Object.hasOwn(SHAPES, value.op) ? SHAPES[value.op as Operation['op']] : undefined
  if (!shape)
    return refuse({ code: 'not-supported', text: `there is no operation ${value.op.slice(0, 32)}` })
  const complaint = complaintAbout(value, shape)
  return complaint ? bad(`${value.op}: ${complaint}`) : ok(value as unknown as Operation)
}

const SEEN = object({ boot: id, event: whole(0, Number.MAX_SAFE_INTEGER) })
const HELLO: Shape = {
  hello: whole(0, 2 ** 31),
  controller: id,
  epoch: whole(0, Number.MAX_SAFE_INTEGER),
  seen: optional(SEEN),
}

/** The first frame of a connection. */
export function checkHello(value: unknown): Result<Hello> {
  if (!isObject(value)) return refuse('the first frame is no hello')
  const complaint = complaintAbout(value, HELLO)
  return complaint ? refuse(`hello: ${complaint}`) : ok(value as unknown as Hello)
}

function bad(complaint: string): Result<never, Failure> {
  return refuse({ code: 'bad-request', text: complaint })
}
