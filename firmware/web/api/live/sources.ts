/** Where the live topics come from: command sockets of the processes that own the facts, and hints on the bus that they changed. */
import type { Condition } from '../../../bus/condition.ts'
import { HERE, topics } from '../../../bus/topics.ts'
import type { LiveCall } from '../../../calls/live-call.ts'
import type { ShownLine as LinesLine } from '../../../gateway/shown-line.ts'
import type { FoundPhone } from '../../../phones/found/found-phones.ts'
import type { LivePhone } from '../../../phones/live-phone.ts'
import type { SupervisorStatus } from '../../../processes/supervisor-status.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { LiveTrunk } from '../../../trunks/sip/live-trunk.ts'
import type { LiveTopic, LiveTopics, ShownLine, ShownProcess } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import type { Source } from './topic-feed.ts'
import { inWords, type Why } from './unavailable.ts'

type Reads = { readonly [Topic in LiveTopic]: Source }

export function liveSources(parts: Parts): Reads {
  const source = <Answer, Topic extends LiveTopic>(
    [program, verb]: readonly [string, string],
    everyMs: number,
    shown: (answer: Answer) => LiveTopics[Topic],
  ): Source => ({
    everyMs,
    read: async () => {
      const answer = await parts.ask(program, verb, {}, parts.stopping)
      return answer.ok ? ok(shown(answer.value as Answer)) : refuse(inWords(program, answer.error))
    },
  })
  const status = ['supervisor', 'status'] as const
  return {
    conditions: source<SupervisorStatus, 'conditions'>(status, 2000, ({ conditions }) =>
      worstFirst(conditions),
    ),
    processes: source<SupervisorStatus, 'processes'>(status, 2000, ({ processes }) =>
      processes.map(shownProcess),
    ),
    calls: source<readonly LiveCall[], 'calls'>(['exchange', 'calls'], 1000, (calls) => calls),
    phones: source<readonly LivePhone[], 'phones'>(['exchange', 'phones'], 3000, (all) => all),
    found: source<readonly FoundPhone[], 'found'>(['exchange', 'found'], 3000, (all) => all),
    lines: source<readonly LinesLine[], 'lines'>(['lines', 'lines'], 250, (lines) =>
      lines.map(shownLine),
    ),
    trunks: source<readonly LiveTrunk[], 'trunks'>(['exchange', 'trunks'], 2000, (all) => all),
    bans: source<LiveTopics['bans'], 'bans'>(['exchange', 'bans'], 2000, longestFirst),
    config: { everyMs: 1000, read: async () => revisionOf(parts) },
  }
}

function longestFirst(bans: LiveTopics['bans']): LiveTopics['bans'] {
  return [...bans].sort((a, b) => b.until - a.until)
}

/** Calls `hint` with what has changed, as the bus tells it. */
export function hearHints({ bus, stopping }: Parts, hint: (topic: LiveTopic) => void): void {
  const here = { site: HERE }
  bus.presence(topics.condition, () => hint('conditions'), stopping, here)
  bus.subscribe(topics.callEvent, () => hint('calls'), stopping, here)
  bus.subscribe(topics.configChanged, () => hint('config'), stopping, here)
  bus.subscribe(topics.phonesFound, () => hint('found'), stopping, here)
  bus.presence(topics.processState, () => hint('processes'), stopping, here)
  bus.presence(topics.phoneState, () => hint('phones'), stopping, here)
  bus.presence(
    topics.lineState,
    () => {
      hint('lines')
      hint('phones')
    },
    stopping,
    here,
  )
}

function revisionOf(parts: Parts): Result<unknown, Why> {
  try {
    return ok({ revision: parts.store().revision() })
  } catch (error) {
    if (error instanceof Refusal) return refuse({ code: error.code, text: error.said })
    throw error
  }
}

const ORDER = ['critical', 'warning', 'notice']

function worstFirst(conditions: readonly Condition[]): Condition[] {
  return conditions.toSorted(
    (a, b) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      b.since - a.since ||
      (a.id < b.id ? -1 : 1),
  )
}

function shownProcess(unit: SupervisorStatus['processes'][number]): ShownProcess {
  const { name, state, ready, pid, since, restarts, lastExit } = unit
  const exit = lastExit ? { lastExit: lastExit.text } : {}
  return { name, state, ready, pid, since, restarts, ...exit }
}

function shownLine(now: LinesLine): ShownLine {
  const { line, kind, driver, hook, ringing, battery, audio, lifeline, served, termination } = now
  const state = { line, kind, driver, hook, ringing, battery, audio, lifeline, served }
  const levels = { levelFrom: tenths(now.levelFrom), levelTo: tenths(now.levelTo) }
  return { ...state, ...levels, ...(termination === undefined ? {} : { termination }) }
}

const tenths = (level: number) => Math.round(level * 10) / 10
