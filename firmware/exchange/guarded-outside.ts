import type { Call } from '../calls/call.ts'
import { Cause } from '../calls/cause.ts'
import type { Journal } from '../calls/journal.ts'
import type { Leg } from '../calls/leg.ts'
import type { SentOn } from '../calls/sent-on.ts'
import type { Clock } from '../clock/clock.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { Attempt } from '../numbers/reach.ts'
import type { Program } from '../program.ts'
import type { Barred, Payer } from '../trunks/outgoing-guard.ts'
import { OutgoingGuard } from '../trunks/outgoing-guard.ts'
import type { OutsideLines } from '../trunks/outside-lines.ts'
import type { KeptSpending } from '../trunks/outside-spending.ts'
import { condition, conditionId } from '../words/condition.ts'
import type { Office } from './office.ts'

export interface GuardedOutsideOptions {
  readonly clock: Clock
  readonly office: Office
  readonly journal: Journal
  readonly conditions: Pick<Program, 'raise' | 'clear'>
}

const KEY = 'outside-spending'

/** Calls to outside numbers, each judged by whose they are before a line is tried, and put down to them (SECURITY row 10). */
export class GuardedOutside {
  readonly #office: Office
  readonly #guard: OutgoingGuard
  /** What a call has been refused already, so that its story tells it once. */
  readonly #told = new WeakMap<Call, Set<Barred>>()

  constructor({ clock, office, journal, conditions }: GuardedOutsideOptions) {
    this.#office = office
    const snapshot = (): KeptSpending => this.#guard.spending.snapshot()
    this.#guard = new OutgoingGuard({
      clock,
      rules: () => office.plan,
      zone: () => office.timeZone,
      kept: journal.get(KEY) as KeptSpending | undefined,
      changed: () => journal.touch({ journalKey: KEY, snapshot }),
      alarm: (payer, blocked) => tellOf(payer, blocked, conditions),
    })
  }

  /** The tries of `lines`, where the call may be made at all. */
  attempt(
    lines: Pick<OutsideLines, 'outside'>,
    call: Call,
    number: PartyNumber,
    n: number,
    sentOn: SentOn | undefined,
  ): Attempt | undefined {
    if (!this.bars(call, number, sentOn)) return lines.outside(number, n, call, sentOn)
    const isFirst = n === 0
    return isFirst
      ? { destinations: [], otherwise: Cause.outgoingBarred, isFinal: () => true }
      : undefined
  }

  /** Whether that call may not go to that number; its story tells why. */
  bars(call: Call, number: PartyNumber, sentOn?: SentOn): boolean {
    const barred = this.#guard.judge(this.#payerOf(call, sentOn), number, call.legs)
    if (barred === undefined) return false
    const told = this.#told.get(call) ?? new Set()
    if (!told.has(barred)) call.history.add('barred', { name: barred, dialled: number.raw })
    this.#told.set(call, told.add(barred))
    return true
  }

  /** A leg goes out over a line of ours. */
  began<L extends Leg>(call: Call, leg: L): L {
    const payer = this.#payerOf(call, leg.sentOn)
    if (payer) this.#guard.began(leg, payer)
    return leg
  }

  /** A leg of an earlier process is there again. */
  adopt<L extends Leg>(leg: L): L {
    this.#guard.spending.adopt(leg)
    return leg
  }

  changed(leg: Leg, call: Call): void {
    this.#guard.changed(leg, () => this.#payerOf(call, leg.sentOn))
  }

  /** The configuration has changed, or time has passed. */
  reconsider(): void {
    this.#guard.reconsider()
  }

  /** Why nobody with the usual rights may call that number, to be explained. */
  usually(number: PartyNumber): Barred | undefined {
    return this.#guard.judge({ id: '', name: '', level: 'as-office' }, number)
  }

  /** Who has sent the call on last, or has asked for it by a transfer; else the telephone of ours that it is for. */
  #payerOf(call: Call, sentOn: SentOn | undefined): Payer | undefined {
    const sender = sentOn?.by.at(-1)
    const asked = sender?.number ?? sentOn?.referredBy
    const extension = asked && this.#office.extension(asked.digits)
    if (extension) return this.#payerAt(extension)
    const phones = [call.caller, ...call.legs].map((leg) => this.#payerOn(leg))
    return phones.find((payer) => payer !== undefined)
  }

  /** A gateway registers as telephones do, but is none: nobody out there calls out at our cost. */
  #payerOn({ device = '' }: Leg): Payer | undefined {
    const phone = this.#office.telephone(device)
    if (!phone) return undefined
    const extension = phone.caller && this.#office.extension(phone.caller.number)
    return extension
      ? this.#payerAt(extension)
      : { id: device, name: phone.description, level: 'as-office' }
  }

  #payerAt({ id, number, outsideCalls }: NonNullable<ReturnType<Office['extension']>>): Payer {
    return { id, name: number, level: outsideCalls }
  }
}

function tellOf(
  { id, name }: Payer,
  blocked: boolean | undefined,
  { raise, clear }: GuardedOutsideOptions['conditions'],
): void {
  if (blocked !== true) clear(conditionId('outside-blocked', { id, extension: name }))
  if (blocked !== false) clear(conditionId('outside-much', { id, extension: name }))
  if (blocked === true) raise(condition('outside-blocked', { id, extension: name }))
  if (blocked === false) raise(condition('outside-much', { id, extension: name }))
}
