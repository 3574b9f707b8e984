import { CommandError, type CommandProblem } from '../bus/command-error.ts'
import type { Clock, Timer } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import type { Log } from '../log.ts'
import type { Result } from '../result.ts'
import { condition } from '../words/condition.ts'

/** All processes anew; the machine anew; the machine off. */
export type PowerAction = 'restart-all' | 'restart' | 'off'
export type PowerTime = 'now' | 'calls-ended' | 'at'

/** One that waits, is being done, or could not be done (RST-11: there is one at most). */
export interface Plan {
  readonly action: PowerAction
  readonly when: PowerTime
  /** UTC, ms: when it begins; without it, nobody knows. */
  readonly at?: number
  readonly by: string
  readonly from: string
  /** UTC, ms. */
  readonly plannedAt: number
  /** `emergency`: its time has come, and an emergency call is on. */
  readonly state: 'waits' | 'emergency' | 'begun' | 'failed'
  readonly why?: string
}

export interface PowerRequest {
  readonly action: PowerAction
  readonly when: PowerTime
  readonly at?: number
  readonly by: string
  readonly from: string
}

interface OnCall {
  readonly program: string
}

export interface PowerWorld {
  readonly clock: Clock
  readonly log: Log
  readonly ask: (
    process: string,
    verb: string,
    args?: object,
  ) => Promise<Result<unknown, CommandProblem>>
  /** Resolves when all processes were told to start again. @throws CommandError `busy` */
  readonly restartAll: () => Promise<void>
  readonly raise: (condition: RaisedCondition) => void
  readonly clear: (id: string) => void
}

/** To think again after "now". */
export const GRACE_MS = 10_000
const LOOK_MS = 1000
/** A week, as for updates (spec 53, ambiguities). */
const FURTHEST_MS = 7 * 86_400_000
/** An office in which calls never end is told so after a day. */
const PATIENCE_MS = 86_400_000

/** The one restart or shutdown that is planned. It is gone with the supervisor: any restart cancels it (RST-12). */
export class PowerPlan {
  readonly #world: PowerWorld
  #plan: Plan | undefined
  #timer: Timer | undefined
  #uptime = 0 // of planning: "now" and patience do not move with the clock

  constructor(world: PowerWorld) {
    this.#world = world
  }

  get current(): Plan | undefined {
    return this.#plan
  }

  /** @throws CommandError `refused` while another one waits or is being done, `bad-arguments` */
  plan(request: PowerRequest): Plan {
    const { clock, log, raise } = this.#world
    const now = clock.now()
    if (this.#plan && this.#plan.state !== 'failed') {
      throw new CommandError(
        'refused',
        'A restart or shutdown is planned already. Call it off first.',
      )
    }
    const { when, at } = request
    if (when === 'at' && (at === undefined || at <= now || at > now + FURTHEST_MS)) {
      throw new CommandError('bad-arguments', 'Give a time within the next seven days.')
    }
    const { at: _, ...rest } = request
    const begins = when === 'now' ? now + GRACE_MS : when === 'at' ? at : undefined
    this.#plan = {
      ...rest,
      plannedAt: now,
      state: 'waits',
      ...(begins !== undefined && { at: begins }),
    }
    this.#uptime = clock.uptime()
    log.warn({ ...this.#plan }, 'restart or shutdown planned')
    const shown = when === 'at' ? new Date(at ?? now).toISOString() : when
    raise(condition('power-planned', { action: request.action, when: shown }))
    this.#later()
    return this.#plan
  }

  /** Takes it back, or what is told of one that failed. @throws CommandError `refused` once it has begun */
  cancel(by: string): Plan | undefined {
    const plan = this.#plan
    if (plan?.state === 'begun')
      throw new CommandError('refused', 'It has begun: it cannot be called off any more.')
    if (plan) this.#world.log.warn({ by, action: plan.action }, 'restart or shutdown called off')
    this.#over()
    return plan
  }

  #over(): void {
    this.#timer?.cancel()
    this.#plan = undefined
    this.#world.clear('power')
  }

  #later(): void {
    this.#timer = this.#world.clock.after(LOOK_MS, () => void this.#look())
  }

  async #look(): Promise<void> {
    const plan = this.#plan
    if (!plan) return
    const isDue = await this.#isDue(plan)
    if (this.#plan !== plan) return // called off meanwhile
    if (isDue === 'emergency' && plan.state !== 'emergency') {
      this.#plan = { ...plan, state: 'emergency' }
    }
    if (isDue === 'yes') return this.#begin(plan)
    if (plan.when === 'calls-ended' && this.#waited() > PATIENCE_MS) {
      return this.#fail(plan, 'Calls did not end for a day.')
    }
    this.#later()
  }

  /** An emergency call is never cut off: whatever was planned waits for its end (SECURITY row 22). */
  async #isDue({ when, at }: Plan): Promise<'yes' | 'no' | 'emergency'> {
    const { clock, ask } = this.#world
    if (when === 'at' ? clock.now() < (at ?? 0) : this.#waited() < GRACE_MS) return 'no'
    const answer = await ask('exchange', 'calls')
    if (!answer.ok) {
      const nobodyTalks = answer.error.code === 'not-running' // by us, at least
      return when !== 'calls-ended' || nobodyTalks ? 'yes' : 'no'
    }
    const calls = answer.value as readonly OnCall[]
    if (calls.some(({ program }) => program === 'emergency')) return 'emergency'
    return when === 'calls-ended' && calls.length > 0 ? 'no' : 'yes'
  }

  async #begin(plan: Plan): Promise<void> {
    const begun: Plan = { ...plan, state: 'begun' }
    this.#plan = begun
    this.#world.log.warn({ ...begun }, 'restart or shutdown begins')
    try {
      if (plan.action === 'restart-all') {
        await this.#world.restartAll()
        this.#over()
      } else {
        const answer = await this.#world.ask('host', 'power', { action: plan.action })
        if (!answer.ok) this.#fail(plan, answer.error.text)
      }
    } catch (error) {
      this.#fail(plan, (error as Error).message)
    }
  }

  #fail(plan: Plan, why: string): void {
    this.#world.log.error({ action: plan.action, why }, 'restart or shutdown failed')
    this.#over()
    this.#plan = { ...plan, state: 'failed', why }
  }

  #waited(): number {
    return this.#world.clock.uptime() - this.#uptime
  }
}
