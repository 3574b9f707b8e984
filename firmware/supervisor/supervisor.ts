import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HERE, topics } from '../bus/topics.ts'
import type { Timer } from '../clock/clock.ts'
import type { Backend, ProcessSpec } from '../processes/backend.ts'
import type { SupervisorStatus } from '../processes/supervisor-status.ts'
import type { LastExit } from '../processes/unit.ts'
import { Unit } from '../processes/unit.ts'
import type { Program } from '../program.ts'
import { condition } from '../words/condition.ts'

const DOWN_MS = 3000 // absence that people are told of
const FIRST_START_MS = 10_000 // a cold machine loads everything at once

interface History {
  readonly [name: string]: { readonly restarts: number; readonly lastExit: LastExit | null }
}

/** Keeps the processes of a table running and tells what is wrong with them. */
export class Supervisor {
  readonly #program: Program
  readonly #make: () => readonly Unit[]
  #units: readonly Unit[]
  #stopped = false
  readonly #absent = new Map<string, Timer>()
  readonly #told = new Map<string, string>() // last state published, by process
  readonly #historyPath: string
  #historyText = ''

  constructor(program: Program, table: readonly ProcessSpec[], backend: Backend) {
    const { clock, log, environment } = program
    this.#program = program
    this.#historyPath = join(environment.run, 'history.json')
    const changed = (unit: Unit) => this.#changed(unit)
    this.#make = () => {
      const history = this.#readHistory()
      return table.map((spec) => {
        return new Unit({ spec, backend, clock, log, changed, history: history[spec.name] })
      })
    }
    this.#units = this.#make()
  }

  start(): void {
    for (const unit of this.#units) unit.start()
  }

  /** Stops all as `stop` does, runs `between` when none is left, and starts them again. */
  async restartAll(between: () => void = () => {}): Promise<void> {
    await this.#stopUnits()
    if (this.#stopped) return // told to stop for good meanwhile
    between()
    this.#units = this.#make()
    this.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#stopUnits()
  }

  /** Says farewell, then stops those with the lowest turn first; each turn ends before the next begins. */
  async #stopUnits(): Promise<void> {
    for (const timer of this.#absent.values()) timer.cancel()
    this.#absent.clear()
    await Promise.all(this.#units.map(({ spec }) => spec.farewell?.()))
    const turns = new Set(this.#units.map(({ spec }) => spec.stopTurn))
    for (const turn of [...turns].sort((a, b) => a - b)) {
      const units = this.#units.filter(({ spec }) => spec.stopTurn === turn)
      await Promise.all(units.map((unit) => unit.stop()))
    }
    rmSync(this.#historyPath, { force: true }) // what ended before a clean stop matters no more
  }

  /** Undefined when there is no process of this name. */
  unit(name: string): Unit | undefined {
    return this.#units.find(({ spec }) => spec.name === name)
  }

  get status(): SupervisorStatus {
    const processes = this.#units.map((unit) => unit.status)
    return {
      ready: processes.every(({ ready }) => ready),
      processes,
      conditions: [...this.#program.conditions, ...this.#units.flatMap((unit) => unit.conditions)],
    }
  }

  #changed(unit: Unit): void {
    this.#tell(unit)
    this.#writeHistory()
    if (unit.status.state === 'stopping' || unit.status.state === 'stopped') return
    this.#judge(unit)
  }

  /** One message for each change that others can see. */
  #tell(unit: Unit): void {
    const { name, state, pid, since, restarts } = unit.status
    const shown = state === 'stopping' ? 'stopped' : state
    const payload = { state: shown, since, restarts, ...(pid ? { pid } : {}) }
    const text = JSON.stringify(payload)
    if (this.#told.get(name) === text) return
    this.#told.set(name, text)
    this.#program.bus.publish(topics.processState, { site: HERE, name }, payload)
  }

  #judge(unit: Unit): void {
    const { name } = unit.spec
    const { ready } = unit.status
    const kind = ready ? 'none' : unit.trouble
    for (const other of ['setup', 'looping'] as const) {
      if (other !== kind) this.#program.clear(`${name}-${other}`)
    }
    if (ready || kind !== 'none') {
      this.#absent.get(name)?.cancel()
      this.#absent.delete(name)
      this.#program.clear(`${name}-down`)
      if (kind !== 'none') this.#raise(unit, kind)
    } else if (!this.#absent.has(name)) {
      const patienceMs = unit.status.restarts === 0 ? FIRST_START_MS : DOWN_MS
      const timer = this.#program.clock.after(patienceMs, () => {
        this.#raise(unit, 'down')
      })
      this.#absent.set(name, timer)
    }
  }

  #raise(unit: Unit, kind: 'setup' | 'looping' | 'down'): void {
    const { name, vital } = unit.spec
    const { lastExit } = unit.status
    const values = { name, vital: vital ? 'yes' : 'no', said: lastExit?.text ?? '' }
    const severity = vital ? 'critical' : 'warning'
    this.#program.raise(condition(`process-${kind}`, values, severity))
  }

  #readHistory(): History {
    try {
      return JSON.parse(readFileSync(this.#historyPath, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#program.log.warn({ error }, 'the history of restarts cannot be read')
      }
      return {}
    }
  }

  #writeHistory(): void {
    const entries = this.#units.map(({ status: { name, restarts, lastExit } }) => {
      return [name, { restarts, lastExit }] as const
    })
    const text = JSON.stringify(Object.fromEntries(entries))
    if (text === this.#historyText) return
    this.#historyText = text
    try {
      writeFileSync(this.#historyPath, text, { mode: 0o600 })
    } catch (error) {
      this.#program.log.error({ error }, 'the history of restarts cannot be written')
    }
  }
}
