import type { Call } from '../calls/call.ts'
import { Cause } from '../calls/cause.ts'
import type { Destination } from '../calls/connect.ts'
import type { FxsRinging } from '../calls/fxs-leg.ts'
import type { Leg, Who } from '../calls/leg.ts'
import type { ShownCaller } from '../calls/line-hold.ts'
import type { SentOn } from '../calls/sent-on.ts'
import { autoAnswerSteps } from '../model/auto-answer-digits.ts'
import type { Extension, RingType } from '../model/extension.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { internalNumber } from '../model/party-number.ts'
import type { Attempt, DeviceGoal, Goal, Reachable } from '../numbers/reach.ts'
import { alertInfoOf } from '../phones/alert-info.ts'
import type { AnalogPhone } from '../phones/analog-phones.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { Dialler } from '../phones/handset-destination.ts'
import { handsetDestinations, tellingOf } from '../phones/handset-destination.ts'
import type { LinesInUse } from '../phones/lines-in-use.ts'
import type { LineBoard } from '../trunks/line-board.ts'
import { isSound } from '../trunks/line-board.ts'
import type { OutsideLines } from '../trunks/outside-lines.ts'
import { ringCadence } from '../trunks/ring-cadence.ts'
import type { Office } from './office.ts'

export interface ReachableOptions {
  readonly office: Office
  readonly bindings: Bindings
  readonly inUse: LinesInUse
  readonly board: LineBoard
  readonly outside: {
    outside(number: PartyNumber, n: number, call: Call, sentOn?: SentOn): Attempt | undefined
    emergency: OutsideLines['emergency']
  }
  readonly dialSip: Dialler
  readonly ringFxs: (call: Call, id: string, who: Who, ringing: FxsRinging) => Leg
  /** Where a telephone may send a call. */
  readonly forward: NonNullable<Reachable['forward']>
}

const SECONDS_A_RING = 6 // North American cadence: 2 s on, 4 s off
const LAST_PAUSE_SPARED = 1 // s: a bell stops in its last pause, not with the beginning of one ring more
const RECALL_RINGS = 8

type RouteDestination = Extension['route']['attempts'][number]['destinations'][number]

/** Everything that the office can ring, as it is now: telephones that are there and have a line free, and outside lines. */
export function reachableOf(options: ReachableOptions): Reachable {
  return {
    forward: options.forward,
    attempt(call: Call, goal: Goal, number: number, sentOn?: SentOn): Attempt | undefined {
      switch (goal.kind) {
        case 'extension':
          return extensionAttempt(tellingPhones(options, sentOn), goal.extension, number)
        case 'device':
          return number === 0 ? deviceAttempt(options, goal) : undefined
        case 'outside':
          return options.outside.outside(goal.number, number, call, sentOn)
        case 'emergency':
          return options.outside.emergency(goal.number, number, call)
        default:
          return undefined
      }
    },
  }
}

/** Telephones are told how the call has come to them. */
function tellingPhones(options: ReachableOptions, sentOn: SentOn | undefined): ReachableOptions {
  if (!sentOn) return options
  const dialSip: Dialler = (call, id, who, contact) =>
    options.dialSip(call, id, who, tellingOf(contact, sentOn))
  return { ...options, dialSip }
}

/** A connection attempt of a call route; undefined when the route has no such attempt. */
function extensionAttempt(
  options: ReachableOptions,
  extension: string,
  number: number,
): Attempt | undefined {
  const route = options.office.extensionById(extension)?.route
  return route?.attempts[number] && together(route.attempts[number].destinations, options)
}

/** One telephone of ours. */
function deviceAttempt(options: ReachableOptions, { device, instance }: DeviceGoal): Attempt {
  const analog = options.office.analogById(device) !== undefined
  const which = analog ? { analog: device } : { handset: device }
  const how = { ...which, rings: RECALL_RINGS, ringType: 'single' } as const
  return together([how], options, instance)
}

function together(
  configured: readonly RouteDestination[],
  options: ReachableOptions,
  instance?: string,
): Attempt {
  const rung = configured.map((destination) => destinationsOf(destination, options, instance))
  const busy = rung.includes('busy')
  return {
    destinations: rung.flatMap((each) => (each === 'busy' ? [] : each)),
    otherwise: busy ? Cause.userBusy : Cause.subscriberAbsent,
  }
}

function destinationsOf(
  { handset, analog, rings, ringType }: RouteDestination,
  options: ReachableOptions,
  instance: string | undefined,
): readonly Destination[] | 'busy' {
  const { office, bindings, inUse, dialSip } = options
  const seconds = Math.min(rings * SECONDS_A_RING, office.settings.ringingSeconds)
  const phone = analog ? office.analogById(analog) : undefined
  if (phone) return analogDestinations(phone, seconds, ringType, options)
  const account = handset ? office.byId(handset) : undefined
  if (!account) return []
  if (inUse.of(account.id) >= account.lines) return 'busy' // GSIP-2
  const contacts = bindings.of(account.id).filter((one) => !instance || one.instance === instance)
  return handsetDestinations(account, contacts, seconds, ringingAs(ringType, dialSip))
}

/** The same, with which ring the telephone is to use (RING-3). */
function ringingAs(ringType: RingType, dial: Dialler): Dialler {
  return (call, id, who, contact) => {
    const alert = alertInfoOf(ringType, call.caller.party)
    return dial(call, id, who, { ...contact, headers: [...contact.headers, alert] })
  }
}

function analogDestinations(
  phone: AnalogPhone,
  ringSeconds: number,
  ringType: RingType,
  { board, ringFxs }: ReachableOptions,
): readonly Destination[] | 'busy' {
  const state = board.state(phone.port)
  if (!phone.canReceiveCalls || !state || !isSound(state)) return []
  if (board.leg(phone.port) || state.hook === 'off') return 'busy' // ANLG-7
  const party = internalNumber(phone.caller?.number ?? phone.port, phone.caller?.name)
  const who = { party, device: phone.id }
  const ring = (call: Call, id: string) =>
    ringFxs(call, id, who, {
      line: phone.port,
      cadence: ringCadence(ringType),
      caller: callerShown(call, phone.callerId),
      whenAnswered: autoAnswerSteps(phone.autoAnswerDigits, {
        extension: call.dialled.digits,
        dnis: '', // no analog line tells which number was called
      }),
    })
  return [{ key: phone.id, ringSeconds: ringSeconds - LAST_PAUSE_SPARED, dial: ring }]
}

/** What a telephone may show of who calls, ANLG-10. */
function callerShown(
  { caller: { party } }: Call,
  how: AnalogPhone['callerId'],
): ShownCaller | undefined {
  if (how === 'none') return undefined
  const allowed = party.presentation === 'allowed'
  const number = allowed
    ? party.digits.slice(0, 20)
    : party.presentation === 'restricted'
      ? 'P'
      : ''
  if (how === 'sdmf') return { number }
  return { number, name: allowed ? (party.name ?? '').slice(0, 20) : '' }
}
