import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { causeOfStatus, Cause as causes, statusOfCause } from '../../calls/cause.ts'
import { ABANDONED } from '../../calls/connect.ts'
import { conversation, recalling } from '../../calls/conversation.ts'
import type { Leg } from '../../calls/leg.ts'
import type { Next, Program } from '../../calls/program.ts'
import type { TransferState } from '../../calls/transfer.ts'
import { TRANSFER } from '../../calls/transfer.ts'
import type { Goal } from '../../numbers/reach.ts'
import { reach } from '../../numbers/reach.ts'
import { joinOther } from './join-other.ts'
import type { TransferOffice } from './transfer-office.ts'

/** After a refusal of the new call: a telephone that hangs up as soon as its REFER is accepted did not mean the party to be lost. */
const REGRET_SECONDS = 2

/** How long the line of a party may take to bring it to somebody else who rings. */
const HANDING_SECONDS = 180
/** Name of the event: the party has left us for the other one. */
const BY_ITS_LINE = 'trunk'

/** The two legs of the call that the transfer is about. */
interface Two {
  readonly transferor: Leg
  readonly transferred: Leg
}

type State = TransferState<Goal>
type Step = State['part'] | Cause | Next

/**
 * A party has sent REFER (RFC 3515, RFC 5589): we make the new call ourselves, and the other party keeps its leg and hears how it rings. If
 * nobody answers, it is with the transferor again; with his telephone that rings, if he has hung up (CH: a party is not lost).
 */
export function transferProgram(office: TransferOffice): Program<State> {
  return {
    name: TRANSFER,
    governs: true,
    async run(call: Call, begin: State): Promise<Cause | Next> {
      const transferor = call.leg(begin.transferor)
      const transferred = call.leg(begin.transferred)
      if (!transferor || !transferred) return causes.normalClearing
      const two = { transferor, transferred }
      let { part } = begin
      for (;;) {
        const next = await step(call, part, two, office)
        if (typeof next === 'number' || 'program' in next) return next
        part = next
        call.save({ ...begin, part })
      }
    },
  }
}

async function step(
  call: Call,
  part: State['part'],
  two: Two,
  office: TransferOffice,
): Promise<Step> {
  switch (part.name) {
    case 'asked':
      return begin(call, two, office)
    case 'ringing':
      return ring(call, part, two, office)
    case 'handing':
      return handing(call, part, two, office)
    case 'done':
      return leave(call, part.next, two)
    case 'failed':
      return fail(call, part.cause, two)
  }
}

async function begin(call: Call, two: Two, office: TransferOffice): Promise<Step> {
  const { transferor, transferred } = two
  const { referral } = transferor
  if (hasGone(transferred)) return left(two)
  if (!referral) return conversation(transferor, transferred) // told its end before a restart
  call.part()
  if (referral.replaces !== undefined) {
    const joined = await joinOther(call, two, referral.replaces, office)
    return 'third' in joined ? done(call, two, joined.third) : joined
  }
  const referTo = office.handingOver(transferred, referral.dialled)
  if (referTo !== undefined) return { name: 'handing', referTo }
  const target = office.target(transferor, transferred, referral.dialled)
  if (typeof target === 'number') return { name: 'failed', cause: target }
  const program = office.program(target)
  return program ? hand(call, two, program) : { name: 'ringing', goal: target, attempt: 0 }
}

/** The party's own line does it (RFC 5589 §6 with us in the middle): we only wait, and are out of it when it has worked. */
async function handing(
  call: Call,
  { referTo, place }: Extract<State['part'], { name: 'handing' }>,
  { transferor, transferred }: Two,
  { calls }: TransferOffice,
): Promise<Step> {
  transferred.handOver?.(referTo)
  const over = call.steps.deadline('handing', HANDING_SECONDS)
  const status = await call.until(
    () => transferred.handedOver ?? (hasGone(transferred) ? 200 : undefined), // it is with the other one by then
    over,
  )
  call.steps.forget('handing')
  if (status === undefined || status >= 300) {
    transferred.forgetHandOver?.()
    return { name: 'failed', cause: causeOfStatus(status ?? 408) }
  }
  call.history.add('transferred', { leg: transferred.id, by: transferor.id, name: BY_ITS_LINE })
  transferor.tellReferral?.(200)
  transferor.release(causes.normalClearing)
  if (place !== undefined) calls.callWith(place)?.leg(place)?.release(causes.normalClearing)
  return causes.normalClearing
}

/** The party is served by a program that answers at once: an announcement, the emergency centre. */
function hand(call: Call, { transferor, transferred }: Two, next: Next): State['part'] {
  const { id } = transferred
  call.history.add('transferred', { leg: id, by: transferor.id, name: next.program })
  transferor.tellReferral?.(200)
  transferor.release(causes.normalClearing)
  call.serve(transferred)
  return { name: 'done', next }
}

async function ring(
  call: Call,
  { goal, attempt: from }: Extract<State['part'], { name: 'ringing' }>,
  two: Two,
  office: TransferOffice,
): Promise<Step> {
  const { transferor, transferred } = two
  const outcome = await reach(call, goal, office.reachable, {
    from,
    sentOn: { by: [], referredBy: transferor.party },
    trying: (attempt) =>
      call.save({
        transferor: transferor.id,
        transferred: transferred.id,
        part: { name: 'ringing', goal, attempt },
      } satisfies State),
    caller: () => transferred,
    alerting: () => transferor.tellReferral?.(180),
    abandoned: () => hasGone(transferred),
  })
  if (typeof outcome === 'object') return done(call, two, outcome)
  return outcome === ABANDONED ? left(two) : { name: 'failed', cause: outcome }
}

/**
 * The two have each other now. All of it in one turn with the state that is saved for it: a restart finds it done, or not
 * begun.
 */
function done(call: Call, { transferor, transferred }: Two, third: Leg): State['part'] {
  call.history.add('transferred', { leg: transferred.id, other: third.id, by: transferor.id })
  transferor.tellReferral?.(200)
  transferor.release(causes.normalClearing)
  call.join(third, transferred)
  return { name: 'done', next: conversation(transferred, third) }
}

async function leave(call: Call, next: Next, { transferor }: Two): Promise<Next> {
  await call.takeOut([transferor])
  return next
}

/** The transferor has the party back, or its telephone rings when it has hung up meanwhile. */
async function fail(call: Call, cause: Cause, { transferor, transferred }: Two): Promise<Step> {
  transferor.tellReferral?.(statusOfCause(cause))
  if (!hasGone(transferor) && !hasGone(transferred)) {
    call.join(transferred, transferor)
    await call.until(
      () =>
        hasGone(transferor) ||
        hasGone(transferred) ||
        transferor.referral !== undefined ||
        undefined,
      call.steps.deadline('regret', REGRET_SECONDS),
    )
    call.steps.forget('regret')
  }
  if (hasGone(transferred)) return transferred.cause ?? causes.normalClearing
  if (!hasGone(transferor)) return conversation(transferor, transferred)
  call.part()
  await call.takeOut([transferor])
  return transferor.device === undefined ? cause : recalling(transferred, transferor.device)
}

/** The transferred party did not wait. */
function left({ transferor, transferred }: Two): Cause {
  transferor.tellReferral?.(487)
  return transferred.cause ?? causes.normalClearing
}

function hasGone(leg: Leg): boolean {
  return leg.phase === 'released'
}
