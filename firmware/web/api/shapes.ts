/** The answers of contract.ts as schemas, for the description of the API. The types at the end hold the two together. */
import { type Static, type TSchema, Type } from 'typebox'
import { EVENT_CLASSES, SEVERITIES } from '../../records/event-kinds.ts'
import type * as Contract from '../contract.ts'

const text = Type.String()
const number = Type.Number()
const flag = Type.Boolean()
const open = Type.Record(text, Type.Unknown())
const several = <Item extends TSchema>(item: Item) => Type.Readonly(Type.Array(item))
const orNull = Type.Union([number, Type.Null()])
const party = Type.Object({ digits: text, name: Type.Optional(text) })

const FieldProblem = Type.Object({
  object: Type.Optional(text),
  field: text,
  what: text,
  remedy: text,
  line: Type.Optional(number),
  column: Type.Optional(number),
})
const HeardTone = Type.Object({
  parts: several(
    Type.Object({ hz: several(number), modulatedHz: Type.Optional(number), ms: number }),
  ),
  again: number,
})
const ShownCondition = Type.Object({
  id: text,
  severity: Type.Enum(['notice', 'warning', 'critical']),
  subject: text,
  since: number,
  effect: text,
  remedy: text,
  link: text,
})

const language = Type.Enum(['en', 'es', 'fr'])
const ShownPhone = Type.Object({
  handset: text,
  sipUser: text,
  extension: text,
  name: text,
  line: Type.Optional(Type.Enum(['on hook', 'off hook', 'rings', 'absent'])),
  contacts: several(
    Type.Object({
      contact: text,
      address: text,
      transport: text,
      userAgent: text,
      stale: flag,
      registeredAt: number,
    }),
  ),
})
const ShownWay = Type.Object({
  enabled: flag,
  waiting: number,
  leftOut: number,
  lastSent: Type.Optional(number),
  lastFailure: Type.Optional(Type.Object({ at: number, why: text })),
})
const PowerAction = Type.Enum(['restart-all', 'restart', 'off'])
const PowerTime = Type.Enum(['now', 'calls-ended', 'at'])
const ShownTransfer = Type.Object({
  at: number,
  kind: Type.Enum(['transferred', 'replaced', 'diverted', 'barred']),
  party: Type.Optional(party),
  by: Type.Optional(party),
  to: Type.Optional(party),
  into: Type.Optional(text),
  why: Type.Optional(text),
})
const ShownQuality = Type.Object({
  leg: text,
  party: Type.Optional(party),
  packetsReceived: number,
  packetsLost: number,
  packetsSent: number,
  jitterMs: number,
  roundTripMs: Type.Optional(number),
  codec: Type.Optional(text),
  mos: Type.Optional(number),
  remoteMos: Type.Optional(number),
  encryption: Type.Optional(text),
})
const ShownRecord = Type.Object({
  call: text,
  startedAt: number,
  answeredAt: Type.Optional(number),
  endedAt: Type.Optional(number),
  dialled: Type.Optional(text),
  caller: Type.Optional(party),
  answeredBy: Type.Optional(party),
  cause: Type.Optional(number),
  causeText: Type.Optional(text),
  talkingSeconds: Type.Optional(number),
  quality: Type.Optional(several(ShownQuality)),
  transfers: Type.Optional(several(ShownTransfer)),
})

const ShownChangeSet = {
  id: text,
  name: text,
  by: text,
  createdAt: number,
  state: Type.Enum(['collecting', 'scheduled', 'applied', 'failed']),
  size: number,
  applyAt: Type.Optional(number),
  revision: Type.Optional(number),
  why: Type.Optional(text),
}

const ShownKey = Type.Object({
  series: text,
  number,
  state: Type.Enum(['valid', 'ending', 'grace', 'ended']),
  issued: number,
  expires: Type.Optional(number),
  actsUntil: Type.Optional(number),
  gives: several(text),
})

const KeptMusic = Type.Object({ recording: text, seconds: number, levelDbm0: number })

export const shapes = {
  KeptMusic,
  MusicStorage: Type.Object({ used: number, most: number, recordings: several(KeptMusic) }),
  Entitlements: Type.Object({
    unit: text,
    profile: text,
    profileName: text,
    limits: several(
      Type.Object({
        name: text,
        label: text,
        used: Type.Optional(number),
        limit: Type.Optional(number),
        most: Type.Optional(number),
      }),
    ),
    features: several(
      Type.Object({
        name: text,
        label: text,
        state: Type.Enum(['open', 'valid', 'ending', 'grace', 'ended', 'none']),
      }),
    ),
    keys: several(ShownKey),
    clockBehind: flag,
  }),
  ShownKey,
  NewKey: Type.Object({ key: text }),
  ConfigReport: Type.Object({
    site: text,
    revision: number,
    at: number,
    hash: text,
    tables: several(
      Type.Object({
        section: text,
        title: text,
        columns: several(text),
        rows: several(several(text)),
      }),
    ),
  }),
  ResetDone: Type.Object({ revision: number, changes: number, lines: several(text) }),
  ShownSnapshot: Type.Object({ file: text, revision: number, at: number, objects: number }),
  Restored: Type.Object({ revision: number, changes: number, lines: several(text) }),
  ShownDeleted: Type.Object({ id: text, name: text, at: number, by: text, until: number }),
  ShownChangeSet: Type.Object(ShownChangeSet),
  ChangeSetPreview: Type.Object({
    ...ShownChangeSet,
    lines: several(text),
    consequences: several(text),
    conflicts: several(text),
    problems: several(text),
    canUndo: Type.Optional(flag),
  }),
  Imported: Type.Object({
    revision: number,
    changes: number,
    lines: several(text),
    notes: several(text),
    hash: text,
  }),
  ApiError: Type.Object({
    code: text,
    text,
    problems: Type.Optional(Type.Array(FieldProblem)),
    waitSeconds: Type.Optional(number),
  }),
  Changed: Type.Object({
    revision: number,
    collected: Type.Optional(text),
    ids: Type.Record(text, text),
  }),
  Revealed: Type.Object({ value: text }),
  HistoryEntry: Type.Object({
    revision: number,
    at: number,
    by: text,
    from: text,
    lines: several(text),
    canUndo: flag,
  }),
  ShownEvent: Type.Object({
    at: number,
    by: text,
    from: text,
    text,
    severity: Type.Enum([...SEVERITIES]),
    class: Type.Enum([...EVENT_CLASSES]),
  }),
  ShownForwarding: Type.Object({ mail: ShownWay, syslog: ShownWay }),
  ForwardingTest: Type.Object({ sent: flag, text }),
  ShownPower: Type.Object({
    machine: flag,
    calls: Type.Optional(number),
    emergencies: Type.Optional(number),
    plan: Type.Optional(
      Type.Object({
        action: PowerAction,
        when: PowerTime,
        at: Type.Optional(number),
        by: text,
        from: text,
        plannedAt: number,
        state: Type.Enum(['waits', 'emergency', 'begun', 'failed']),
        why: Type.Optional(text),
      }),
    ),
    ready: flag,
    administrators: several(
      Type.Object({ login: text, name: text, from: text, sinceMinutes: number }),
    ),
  }),
  PowerChange: Type.Object({ action: PowerAction, when: PowerTime, at: Type.Optional(number) }),
  SearchHit: Type.Object({
    kind: Type.Enum(['page', 'setting', 'person', 'phone', 'extension', 'line']),
    title: text,
    detail: text,
    path: text,
  }),
  ShownCondition,
  ShownProcess: Type.Object({
    name: text,
    state: text,
    ready: flag,
    pid: Type.Union([number, Type.Null()]),
    since: number,
    restarts: number,
    lastExit: Type.Optional(text),
  }),
  ShownCall: Type.Object({
    call: text,
    startedAt: number,
    dialled: text,
    program: text,
    legs: several(
      Type.Object({
        leg: text,
        direction: Type.Enum(['in', 'out']),
        digits: text,
        name: text,
        phase: text,
        held: flag,
      }),
    ),
  }),
  ShownPhone,
  FoundPhone: Type.Object({
    id: text,
    how: Type.Enum(['announced', 'unknown-user', 'wrong-password']),
    mac: Type.Optional(text),
    userAgent: text,
    vendor: Type.Optional(text),
    model: Type.Optional(text),
    version: Type.Optional(text),
    address: text,
    transport: text,
    user: Type.Optional(text),
    handset: Type.Optional(text),
    tries: number,
    firstSeen: number,
    lastSeen: number,
  }),
  ShownTrunk: Type.Object({
    id: text,
    description: text,
    kind: Type.Enum(['provider', 'gateway']),
    state: Type.Enum(['up', 'trying', 'unregistered', 'unreachable', 'off']),
    since: number,
    why: text,
    where: text,
    calls: number,
    maxCalls: number,
    lastFailure: Type.Optional(Type.Object({ at: number, why: text })),
  }),
  BrowserPhone: Type.Object({
    extension: Type.Optional(Type.Object({ number: text, name: text })),
    handset: Type.Optional(text),
    forbidden: Type.Optional(Type.Literal(true)),
  }),
  BrowserPass: Type.Object({
    token: text,
    sipUser: text,
    realm: text,
    lines: number,
    tones: Type.Object({ ringback: HeardTone, busy: HeardTone, congestion: HeardTone }),
  }),
  ShownBan: Type.Object({
    source: text,
    reason: Type.Enum(['guessing', 'flood', 'manual']),
    since: Type.Optional(number),
    until: number,
  }),
  NewBan: Type.Object({ address: text, minutes: Type.Optional(number) }),
  ShownLine: Type.Object({
    line: text,
    kind: Type.Enum(['fxs', 'fxo']),
    driver: text,
    hook: Type.Enum(['on', 'off']),
    ringing: flag,
    battery: flag,
    audio: flag,
    lifeline: Type.Enum(['off', 'tone', 'call']),
    served: flag,
    levelFrom: number,
    levelTo: number,
    termination: Type.Optional(text),
  }),
  Measure: Type.Object({
    at: number,
    calls: number,
    cpuPercent: number,
    memory: number,
    processes: Type.Record(text, Type.Object({ cpuPercent: number, memory: number })),
  }),
  Measured: Type.Object({
    from: number,
    stepMs: number,
    calls: several(orNull),
    cpuPercent: several(orNull),
    memory: several(orNull),
  }),
  TracedMessage: Type.Object({
    order: number,
    at: number,
    direction: Type.Enum(['in', 'out']),
    transport: text,
    remote: text,
    local: text,
    text,
  }),
  Speaking: Type.Object({ legs: several(text) }),
  Rung: Type.Object({ at: number, from: text, to: text, text }),
  ShownRecord,
  Me: Type.Object({
    user: Type.Object({ id: text, login: text, name: text, language }),
    extension: Type.Optional(
      Type.Object({
        number: text,
        rings: several(Type.Object({ phones: several(text), times: number })),
      }),
    ),
    phones: several(ShownPhone),
    phonesUnavailable: Type.Optional(text),
    recent: several(ShownRecord),
  }),
  MyChanges: Type.Object({ language }),
  Explained: Type.Object({ explanation: several(text) }),
  SystemFacts: Type.Object({
    version: text,
    node: text,
    startedAt: number,
    addresses: several(text),
    storage: Type.Object({ freeBytes: number, totalBytes: number }),
    certificate: Type.Object({ names: several(text), notAfter: number, caFingerprint: text }),
  }),
  SealedExport: Type.Object({
    passphrase: text,
    format: Type.Optional(Type.Enum(['yaml', 'json'])),
    sections: Type.Optional(text),
  }),
  ConfigChange: Type.Object({
    changes: Type.Array(
      Type.Union([
        Type.Object({ do: Type.Literal('create'), section: text, id: text, values: open }),
        Type.Object({
          do: Type.Literal('update'),
          section: text,
          id: text,
          values: open,
          _revision: Type.Optional(number),
        }),
        Type.Object({
          do: Type.Literal('remove'),
          section: text,
          id: text,
          _revision: Type.Optional(number),
        }),
      ]),
      { minItems: 1, maxItems: 1000 },
    ),
  }),
} as const

type Shapes = typeof shapes
interface Contracts {
  readonly ApiError: Contract.ApiError
  readonly Changed: Contract.Changed
  readonly Imported: Contract.Imported
  readonly ConfigReport: Contract.ConfigReport
  readonly ResetDone: Contract.ResetDone
  readonly Restored: Contract.Restored
  readonly ShownSnapshot: Contract.ShownSnapshot
  readonly ShownDeleted: Contract.ShownDeleted
  readonly ShownChangeSet: Contract.ShownChangeSet
  readonly ChangeSetPreview: Contract.ChangeSetPreview
  readonly Revealed: Contract.Revealed
  readonly HistoryEntry: Contract.HistoryEntry
  readonly ShownEvent: Contract.ShownEvent
  readonly ShownForwarding: Contract.ShownForwarding
  readonly ForwardingTest: Contract.ForwardingTest
  readonly ShownPower: Contract.ShownPower
  readonly PowerChange: Contract.PowerChange
  readonly SearchHit: Contract.SearchHit
  readonly ShownCondition: Contract.ShownCondition
  readonly ShownProcess: Contract.ShownProcess
  readonly ShownCall: Contract.ShownCall
  readonly ShownPhone: Contract.ShownPhone
  readonly FoundPhone: Contract.FoundPhone
  readonly ShownLine: Contract.ShownLine
  readonly ShownTrunk: Contract.ShownTrunk
  readonly BrowserPhone: Contract.BrowserPhone
  readonly BrowserPass: Contract.BrowserPass
  readonly KeptMusic: Contract.KeptMusic
  readonly MusicStorage: Contract.MusicStorage
  readonly Entitlements: Contract.Entitlements
  readonly ShownKey: Contract.ShownKey
  readonly NewKey: Contract.NewKey
  readonly ShownBan: Contract.ShownBan
  readonly NewBan: Contract.NewBan
  readonly Measure: Contract.Measure
  readonly Measured: Contract.Measured
  readonly TracedMessage: Contract.TracedMessage
  readonly Speaking: Contract.Speaking
  readonly Rung: Contract.Rung
  readonly ShownRecord: Contract.ShownRecord
  readonly Me: Contract.Me
  readonly MyChanges: Contract.MyChanges
  readonly Explained: Contract.Explained
  readonly SystemFacts: Contract.SystemFacts
  readonly SealedExport: Contract.SealedExport
  readonly ConfigChange: Contract.ConfigChange
}
type Same<Schema, Written> = [Written, DeepReadonly<Schema>, keyof Written] extends [
  DeepReadonly<Schema>,
  DeepReadonly<Written>,
  keyof Schema,
]
  ? true
  : false
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

/** Names whose schema takes something else than the contract says. */
type Disagreement = {
  [Name in keyof Shapes]: Same<Static<Shapes[Name]>, Contracts[Name]> extends true ? never : Name
}[keyof Shapes]
type None<Names extends never> = Names
/** Does not compile while there is one: the error names it. */
export type Agreement = None<Disagreement>
