/**
 * The whole product under load from sipp: CPU of a call and of a registration in all our processes together, memory idle and for
 * each call that is on. Prints the figures beside their budgets (DESIGN §9).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { Instance } from '../../firmware/demo/instance.ts'

const PHONES = 60 // of each side
const CALLS = 8000
const WARM = 4000 // calls before, for the compiler
const RATE = 350 // calls/s: busy, so that wake-ups are shared as they are under load
const STANDING = 300 // calls at the same time, for their memory
const REGISTRATIONS = 10_000
const TICK_US = 10_000 // of /proc/*/stat

const folder = mkdtempSync(join(tmpdir(), 'calls-bench-'))
const number = (index: number) => 2000 + index
const password = (user: number) => `bench-secret-${user}`
const users = Array.from({ length: PHONES * 2 }, (_, index) => number(index))
const scenario = (name: string) => fileURLToPath(new URL(`scenarios/${name}.xml`, import.meta.url))
const register = fileURLToPath(new URL('../peers/scenarios/register.xml', import.meta.url))

const office = `
sites: [{name: Bench, number: 1}]
extensions:
${users.map((user) => `  - {number: ${user}, kind: system, route: {attempts: [{destinations: [{handset: ${user}}]}]}}`).join('\n')}
handsets:
${users.map((user) => `  - {sipUser: ${user}, secret: ${password(user)}, extension: ${user}, trust: registrations, lines: 12}`).join('\n')}
`

// Ports for every standing call: two telephones, RTP and RTCP.
const server = await Instance.start({ office, env: { STROWGER_RTP_PORTS: '40000-43999' } })
try {
  await measure()
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}

async function measure(): Promise<void> {
  const [callers, called] = [await freePort(), await freePort()]
  await systemClock.sleep(3000) // what starts up has started
  const idle = await memory()
  print('memory idle, all processes (PSS)', `${idle.toFixed(0)} MB`, '200 MB')

  await registerAll(users.slice(0, PHONES), callers, PHONES)
  await registerAll(users.slice(PHONES), called, PHONES)
  const registering = await cpuOf(() => registerAll(users.slice(0, PHONES), callers, REGISTRATIONS))
  const each = registering / REGISTRATIONS
  print('CPU of a registration with digest', `${each.toFixed(0)} µs`, '200 µs')

  const answering = sipp(['-sf', scenario('answer'), '-p', String(called)])
  const pairs = users.slice(0, PHONES).map((user, index) => `${user};${users[PHONES + index]}`)
  writeFileSync(join(folder, 'pairs.csv'), `SEQUENTIAL\n${pairs.join('\n')}\n`)
  const call = (calls: number, more: string[]) =>
    run(
      sipp([
        '-sf',
        scenario('call'),
        '-inf',
        join(folder, 'pairs.csv'),
        '-p',
        String(callers),
        '-m',
        String(calls),
        ...more,
        target(),
      ]),
    )

  await call(WARM, ['-r', String(RATE), '-d', '0']) // warm
  const calling = await cpuOf(() => call(CALLS, ['-r', String(RATE), '-d', '0']))
  print(
    'CPU of a call, set-up and tear-down, no digest on INVITE',
    `${(calling / CALLS).toFixed(0)} µs`,
    '600 µs',
  )

  const before = await memory()
  const standing = call(STANDING, ['-r', '60', '-d', '15000', '-l', String(STANDING)])
  await systemClock.sleep(10_000)
  const during = await memory()
  print(
    'memory of a call (PSS)',
    `${(((during - before) * 1000) / STANDING).toFixed(0)} kB`,
    '150 kB',
  )
  await standing
  answering.kill()
}

function target(): string {
  return `${server.sip.address}:${server.sip.port}`
}

async function registerAll(some: readonly number[], port: number, times: number): Promise<void> {
  const rows = some.map(
    (user) => `${user};[authentication username=${user} password=${password(user)}]`,
  )
  const file = join(folder, `register-${port}.csv`)
  writeFileSync(file, `SEQUENTIAL\n${rows.join('\n')}\n`)
  const keys = ['-key', 'contact_port', String(port), '-key', 'expires', '3600']
  await run(
    sipp([
      '-sf',
      register,
      '-inf',
      file,
      '-p',
      String(port),
      '-m',
      String(times),
      '-r',
      '300',
      ...keys,
      target(),
    ]),
  )
}

function sipp(options: readonly string[]) {
  return spawn('sipp', ['-i', '127.0.0.1', '-nostdin', '-timeout', '300', ...options], {
    cwd: folder,
    stdio: 'ignore',
  })
}

async function run(child: ReturnType<typeof sipp>): Promise<void> {
  const [code] = await once(child, 'exit')
  if (code !== 0) print('sipp was not content', `exit ${code}`, 'exit 0')
}

async function pids(): Promise<number[]> {
  const { processes } = await server.status()
  return processes.map(({ pid }) => pid).filter((pid) => pid !== null)
}

/** CPU in µs that all our processes take while `work` is done, and for the second in which its records are written. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const all = await pids()
  const ticks = () =>
    all.reduce((sum, pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      return sum + Number(fields[11]) + Number(fields[12])
    }, 0)
  const before = ticks()
  await work()
  await systemClock.sleep(1500)
  return (ticks() - before) * TICK_US
}

/** PSS of all our processes in MB. */
async function memory(): Promise<number> {
  const kilobytes = (await pids()).map((pid) => {
    const [, pss] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
    return Number(pss)
  })
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1000
}

function print(what: string, figure: string, budget: string): void {
  console.log(`${what.padEnd(64)} ${figure.padStart(10)}   budget ${budget}`)
}
