import type { Leg } from '../calls/leg.ts'
import type { Clock } from '../clock/clock.ts'
import type { DialPlan } from '../model/dial-plan.ts'
import type { OutsideLevel } from '../model/outside-rules.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { Charge } from '../numbers/charge.ts'
import { chargeOf, isWithin } from '../numbers/charge.ts'
import { localTime } from './local-time.ts'
import type { KeptSpending } from './outside-spending.ts'
import { OutsideSpending } from './outside-spending.ts'

/** What an outside number was not called for. */
export type Barred =
  | 'nobody' // no telephone of ours has asked for it
  | 'level' // its extension may not call such numbers
  | 'night'
  | 'at-once'
  | 'minutes'
  | 'numbers'

/** At whose account of outside calls a call is, and what it may. */
export interface Payer {
  /** ID of the extension; of the telephone where it has none. */
  readonly id: string
  /** Its number, or the name of the telephone. */
  readonly name: string
  readonly level: OutsideLevel | 'as-office'
}

export type GuardRules = Pick<
  DialPlan,
  | 'outsideCalls'
  | 'nightCalls'
  | 'nightBegins'
  | 'nightEnds'
  | 'nightWeekends'
  | 'outsideAtOnce'
  | 'outsideMinutes'
  | 'distantNumbers'
>

export interface OutgoingGuardOptions {
  readonly clock: Clock
  readonly rules: () => GuardRules
  /** IANA zone of the office. */
  readonly zone: () => string
  readonly kept?: KeptSpending | undefined
  /** What is spent has changed; to be kept. */
  readonly changed?: () => void
  /** An extension has come near one of its limits, or to it; `blocked` undefined: not any more. */
  readonly alarm?: (payer: Payer, blocked: boolean | undefined) => void
}

const NEAR = 0.8 // of a budget

/**
 * Every call to an outside number but emergency calls passes here, whoever asks for it: who dials, transfers, consults or sends a call on
 * (SECURITY row 10). What may be called is a level; how much, a budget of one day and extension, which sounds an alarm first and blocks then.
 */
export class OutgoingGuard {
  readonly #options: OutgoingGuardOptions
  readonly spending: OutsideSpending
  /** Who is shown to be near a limit, and whether at it. */
  readonly #alarmed = new Map<string, { readonly payer: Payer; readonly blocked: boolean }>()

  constructor(options: OutgoingGuardOptions) {
    this.#options = options
    const { clock, changed = () => {} } = options
    const today = () => localTime(clock.now(), options.zone()).day
    this.spending = new OutsideSpending({ clock, today, changed, kept: options.kept })
  }

  /**
   * Why that number is not called, or undefined. Changes nothing: it may be asked again and again.
   * @param legs those of the call that it is asked for; they do not count against it
   */
  judge(
    payer: Payer | undefined,
    number: PartyNumber,
    legs: readonly Leg[] = [],
  ): Barred | undefined {
    if (number.plan === 'emergency') return undefined
    if (!payer) return 'nobody'
    const charge = chargeOf(number)
    const barred = this.#levelBars(payer, charge) ?? this.#budgetBars(payer, number, charge, legs)
    if (barred === 'minutes' || barred === 'numbers' || barred === 'at-once')
      this.#alarm(payer, true)
    return barred
  }

  /** The leg calls outside for that payer, from now until its release. */
  began(leg: Leg, payer: Payer): void {
    if (leg.party.plan === 'emergency') return
    const charge = chargeOf(leg.party)
    this.spending.began(leg, { payer: payer.id, charge })
    this.#look(payer)
  }

  /** A leg has changed; those of others are no concern of this. */
  changed(leg: Leg, payer: () => Payer | undefined): void {
    if (!this.spending.heard(leg)) return
    const who = payer()
    if (who) this.#look(who)
  }

  /** Another day, or other rules: alarms of before are over where nothing is near a limit any more. */
  reconsider(): void {
    for (const { payer } of [...this.#alarmed.values()]) this.#look(payer)
  }

  #levelBars({ level }: Payer, charge: Charge): Barred | undefined {
    const rules = this.#options.rules()
    const own = level === 'as-office' ? rules.outsideCalls : level
    if (!isWithin(own, charge)) return 'level'
    if (rules.nightCalls === 'as-by-day' || !this.#isNight(rules)) return undefined
    return isWithin(rules.nightCalls, charge) ? undefined : 'night'
  }

  #isNight({ nightBegins, nightEnds, nightWeekends }: GuardRules): boolean {
    const { clock, zone } = this.#options
    const { minute, isWeekend } = localTime(clock.now(), zone())
    if (nightWeekends && isWeekend) return true
    const [begins, ends] = [minutesOf(nightBegins), minutesOf(nightEnds)]
    if (begins === undefined || ends === undefined) return false
    return begins <= ends ? minute >= begins && minute < ends : minute >= begins || minute < ends
  }

  #budgetBars(
    { id }: Payer,
    { digits }: PartyNumber,
    charge: Charge,
    legs: readonly Leg[],
  ): Barred | undefined {
    const { outsideAtOnce, outsideMinutes, distantNumbers } = this.#options.rules()
    if (this.spending.callsOf(id, legs) >= outsideAtOnce) return 'at-once'
    if (charge === 'free') return undefined
    if (outsideMinutes > 0 && this.spending.minutesOf(id) >= outsideMinutes) return 'minutes'
    if (charge === 'national' || distantNumbers === 0) return undefined
    const called = this.spending.distantOf(id)
    return called.has(digits) || called.size < distantNumbers ? undefined : 'numbers'
  }

  #look(payer: Payer): void {
    const { outsideMinutes, distantNumbers } = this.#options.rules()
    const used = Math.max(
      outsideMinutes > 0 ? this.spending.minutesOf(payer.id) / outsideMinutes : 0,
      distantNumbers > 0 ? this.spending.distantOf(payer.id).size / distantNumbers : 0,
    )
    if (used >= NEAR) this.#alarm(payer, used >= 1)
    else if (this.#alarmed.delete(payer.id)) this.#options.alarm?.(payer, undefined)
  }

  #alarm(payer: Payer, blocked: boolean): void {
    if (this.#alarmed.get(payer.id)?.blocked === blocked) return
    this.#alarmed.set(payer.id, { payer, blocked })
    this.#options.alarm?.(payer, blocked)
  }
}

function minutesOf(time: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}
