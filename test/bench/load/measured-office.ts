import { readFileSync } from 'node:fs'
import { systemClock } from '../../../firmware/clock/system-clock.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { Instance } from '../../../firmware/demo/instance.ts'
import { crowd } from './crowd.ts'
import type { Order, Outcome, Telephone } from './order.ts'

const TICK_US = 10_000 // of /proc/*/stat
const WRITTEN_MS = 1500 // by then the records of what has happened are on the disk

/** The whole product with that many telephones, all of them one crowd, and what it costs. */
export class MeasuredOffice {
  readonly server: Instance
  readonly phones: readonly Telephone[]
  readonly #port: number

  private constructor(server: Instance, phones: readonly Telephone[], port: number) {
    this.server = server
    this.phones = phones
    this.#port = port
  }

  /**
   * @param trust as a handset's: whether a registered one proves itself with every call
   * @param env more variables of the server's environment
   */
  static async start(
    count: number,
    trust: 'registrations' | 'registrations-and-invites',
    env: Readonly<Record<string, string>> = {},
  ): Promise<MeasuredOffice> {
    const users = Array.from({ length: count }, (_, index) => String(2000 + index))
    const phones = users.map((user, index) => ({
      user,
      password: `bench-secret-${user}`,
      calls: users[(index + (count >> 1)) % count] ?? user, // the first half calls the second
    }))
    const office = [
      'sites: [{name: Bench, number: 1}]',
      'extensions:',
      ...users.map(
        (user) =>
          `  - {number: ${user}, kind: system, route: {attempts: [{destinations: [{handset: ${user}}]}]}}`,
      ),
      'handsets:',
      ...phones.map(
        ({ user, password }) =>
          `  - {sipUser: ${user}, secret: ${password}, extension: ${user}, trust: ${trust}, lines: 12}`,
      ),
    ]
    // Ports for every standing call: two telephones, RTP and RTCP.
    const server = await Instance.start({
      office: `${office.join('\n')}\n`,
      env: { STROWGER_RTP_PORTS: '40000-43999', ...env },
      limitMs: 90_000,
    })
    const measured = new MeasuredOffice(server, phones, await freePort())
    await measured.order('register', phones, { count, rate: 200 })
    return measured
  }

  /** Half of the telephones, who call the others. */
  get callers(): readonly Telephone[] {
    return this.phones.slice(0, this.phones.length >> 1)
  }

  order(
    kind: Order['kind'],
    phones: readonly Telephone[],
    how: Pick<Order, 'count' | 'rate'> & Partial<Order>,
  ): Promise<Outcome> {
    const { address, port } = this.server.sip
    const server = { address, port }
    return crowd({ kind, server, port: this.#port, phones, most: 40, ...how })
  }

  stop(): Promise<void> {
    return this.server.stop()
  }

  async pids(): Promise<number[]> {
    const { processes } = await this.server.status()
    return processes.map(({ pid }) => pid).filter((pid) => pid !== null)
  }

  /** CPU in us of all our processes for each thing that `work` does. Says so when not all went well. */
  async cpuOfEach(work: () => Promise<Outcome>): Promise<number> {
    const pids = await this.pids()
    const before = cpuOf(pids)
    const { done, failed, repeated } = await work()
    await systemClock.sleep(WRITTEN_MS)
    if (failed + repeated > 0) console.log(`  (${failed} failed, ${repeated} messages repeated)`)
    return (cpuOf(pids) - before) / done
  }

  /** Memory of each process in MB: all, or without the pages of files (the records grow with the calls, and may be dropped any time). */
  async memory(what: 'Pss' | 'Pss_Anon' = 'Pss'): Promise<ReadonlyMap<string, number>> {
    const { processes } = await this.server.status()
    return new Map(
      processes.flatMap(({ name, pid }) =>
        pid === null ? [] : [[name, pssOf(pid, what)] as const],
      ),
    )
  }
}

/** CPU of processes until now, us. */
export function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return sum + (Number(fields[11]) + Number(fields[12])) * TICK_US
  }, 0)
}

function pssOf(pid: number, what: string): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(new RegExp(`^${what}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) / 1000
}

export function total(memory: ReadonlyMap<string, number>): number {
  return [...memory.values()].reduce((sum, each) => sum + each, 0)
}

export function print(what: string, figure: string, budget: string): void {
  console.log(`${what.padEnd(64)} ${figure.padStart(10)}   budget ${budget}`)
}
