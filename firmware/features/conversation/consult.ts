import type { Call } from '../../calls/call.ts'
import { Cause } from '../../calls/cause.ts'
import { ABANDONED } from '../../calls/connect.ts'
import type { ConversationState } from '../../calls/conversation.ts'
import { talking } from '../../calls/conversation.ts'
import type { Leg } from '../../calls/leg.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import { dialledNumber } from '../../model/party-number.ts'
import type { Numbers } from '../../numbers/collect-number.ts'
import { collectNumber } from '../../numbers/collect-number.ts'
import type { Target } from '../../numbers/dial-plan.ts'
import type { Reachable } from '../../numbers/reach.ts'
import { reach } from '../../numbers/reach.ts'
import { hasGone } from './has-gone.ts'
import type { HoldMusic } from './hold.ts'
import { hold, quiet, unhold } from './hold.ts'

/** What a consultation needs of the office. */
export interface ConsultOffice {
  readonly numbers: Numbers
  readonly reachable: Reachable
  readonly holdMusic: HoldMusic
  /** Where that telephone may consult while it has `held` on hold; a cause when it may not. */
  target(holder: Leg, held: Leg, dialled: PartyNumber): Target | Cause
}

type Part<Name extends ConversationState['part']> = Extract<ConversationState, { part: Name }>
type Consulting = Exclude<ConversationState, { part: 'talking' | 'recall' }>

const FAILED_SECONDS = 4

/** Who put on hold, and who is. */
interface Two {
  readonly holder: Leg
  readonly held: Leg
}

/** One step of a consultation. Whoever of the two that are left wants to, talks with the other. */
export async function consult(
  call: Call,
  state: Consulting,
  office: ConsultOffice,
): Promise<ConversationState | Cause> {
  const holder = call.leg(state.holder)
  const held = call.leg(state.held)
  if (!holder || !held) return Cause.normalClearing
  const two = { holder, held }
  if (state.part === 'three-way') unhold(call, two)
  else if (hasGone(holder)) quiet(call, held)
  else hold(call, two, office.holdMusic)
  switch (state.part) {
    case 'dialling':
      return dial(call, state, two, office)
    case 'ringing':
      return ring(call, state, two, office)
    case 'failed':
      return fail(call, state, two)
    case 'together':
    case 'three-way':
      return together(call, state, two)
  }
}

async function dial(
  call: Call,
  state: Part<'dialling'>,
  { holder, held }: Two,
  { numbers }: ConsultOffice,
): Promise<ConversationState | Cause> {
  const { seen } = state
  const digits = await collectNumber(call, {
    from: holder,
    numbers,
    recall: true,
    interrupted: () => hasGone(holder) || holder.flashes > seen,
  })
  if (hasGone(holder)) return left(call, holder, held)
  if (holder.flashes > seen || digits === '') return back(holder, held)
  const dialled = dialledNumber(digits)
  return { ...state, part: 'ringing', dialled, attempt: 0 }
}

async function ring(
  call: Call,
  state: Part<'ringing'>,
  { holder, held }: Two,
  office: ConsultOffice,
): Promise<ConversationState | Cause> {
  const { seen, dialled, attempt: from } = state
  const target = office.target(holder, held, dialled)
  if (typeof target === 'number') return failed(state, target)
  const outcome = await reach(call, target, office.reachable, {
    from,
    trying: (attempt) => call.save({ ...state, attempt }),
    caller: () => (hasGone(holder) ? forgotten(call, held) : holder),
    abandoned: () => (hasGone(holder) ? hasGone(held) : holder.flashes > seen),
  })
  if (typeof outcome === 'object') return answered(call, seen, { holder, held }, outcome)
  if (hasGone(holder)) return left(call, holder, held)
  return outcome === ABANDONED ? back(holder, held) : failed(state, outcome)
}

/** Nobody holds it any longer: it is for this party that the third rings, and it hears so. */
function forgotten(call: Call, held: Leg): Leg {
  quiet(call, held)
  return held
}

/** The third is there. Whoever has gone meanwhile has transferred, or been left. */
async function answered(
  call: Call,
  seen: number,
  { holder, held }: Two,
  third: Leg,
): Promise<ConversationState> {
  if (hasGone(holder)) return transferred(call, holder, held, third)
  if (hasGone(held)) {
    await call.takeOut([held])
    return talking(holder, third)
  }
  return { part: 'together', holder: holder.id, held: held.id, seen, third: third.id }
}

function failed({ holder, held, seen }: Consulting, cause: Cause): ConversationState {
  return { part: 'failed', holder, held, seen, cause }
}

/** The holder hears why, and is then with the held party again; at once with another flash. */
async function fail(
  call: Call,
  { seen, cause }: Part<'failed'>,
  { holder, held }: Two,
): Promise<ConversationState | Cause> {
  const tone = `${holder.id}/failed/${call.steps.next()}`
  const signal = cause === Cause.userBusy ? call.tones.busy : call.tones.congestion
  call.context.play(holder.id, tone, 'to', signal)
  await call.until(
    () => hasGone(holder) || hasGone(held) || holder.flashes > seen || undefined,
    call.steps.deadline(tone, FAILED_SECONDS),
  )
  call.context.stop(tone)
  return hasGone(holder) ? left(call, holder, held) : back(holder, held)
}

async function together(
  call: Call,
  state: Part<'together' | 'three-way'>,
  { holder, held }: Two,
): Promise<ConversationState | Cause> {
  const third = call.leg(state.third)
  if (!third) return back(holder, held)
  const conference = state.part === 'three-way'
  if (conference) setPairs(call, held, [holder, third], true)
  const gone = await call.until<Leg | 'flash'>(
    () =>
      [holder, third, held].find(hasGone) ?? (holder.flashes > state.seen ? 'flash' : undefined),
  )
  if (gone === 'flash' && !conference) {
    return { ...state, part: 'three-way', seen: holder.flashes }
  }
  if (gone === holder) return transferred(call, holder, held, third)
  if (gone === held) {
    await call.takeOut([held])
    return talking(holder, third)
  }
  if (gone === 'flash') third.release(Cause.normalClearing) // the last one to come goes first
  await call.takeOut([third])
  return back(holder, held)
}

/** The holder hung up between two others: they have each other now. */
async function transferred(
  call: Call,
  holder: Leg,
  held: Leg,
  third: Leg,
): Promise<ConversationState> {
  call.part()
  call.history.add('transferred', { leg: held.id, other: third.id })
  await call.takeOut([holder])
  return talking(held, third)
}

/** The holder hung up and has transferred to nobody. */
async function left(call: Call, holder: Leg, held: Leg): Promise<ConversationState | Cause> {
  if (hasGone(held) || holder.device === undefined) return holder.cause ?? Cause.normalClearing
  await call.takeOut([holder])
  return { part: 'recall', held: held.id, device: holder.device }
}

function back(holder: Leg, held: Leg): ConversationState {
  return talking(holder, held)
}

function setPairs(call: Call, one: Leg, others: readonly Leg[], hears: boolean): void {
  for (const other of others) call.context.connect(one.id, other.id, hears)
}
