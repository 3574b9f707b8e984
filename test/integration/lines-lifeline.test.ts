import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import type { LinesServer } from './lines-office.ts'
import { aLinesServer, analogNumber } from './lines-office.ts'

const RECOVERY_MS = 60_000 // the supervisor takes 10 s to see that a process hangs

t.setTimeout(600_000)

/** The telephone fxs-n is lifted, has dial tone, and reaches the centre with 911: both hear each other. */
async function reaches911(lines: LinesServer, n = 1) {
  const phone = lines.phone(n)
  await phone.says(600)
  const centre = await lines.through(phone, '911', () => phone.dials('911'))
  await Promise.all([phone.hears(lines.toneOf(centre)), centre.hears(600)])
  return { phone, centre, hz: lines.toneOf(centre) }
}

/** All is as if nothing had been, and telephones call each other. */
async function isWell(lines: LinesServer): Promise<void> {
  await lines.allIdle(RECOVERY_MS)
  const [one, two] = [lines.phone(1), lines.phone(2)]
  await two.says(1000)
  await one.dials(analogNumber(1))
  await two.answers()
  await one.hears(1000)
  await lines.allIdle()
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) process.kill(pid, name)
}

test('processes that hang or are gone', async (t) => {
  const lines = await aLinesServer(t, { fxs: 2, fxo: 2 })
  const { server } = lines

  for (const name of ['exchange', 'media'] as const) {
    await t.test(
      `${name} hangs: 911 works, is not cut by its successor, then all is well`,
      async (t) => {
        const before = await server.pidOf(name)
        signal([before], 'SIGSTOP')
        const { phone, centre, hz } = await reaches911(lines)
        const restarted = server.restarted(name, before, RECOVERY_MS)
        const heard = await phone.recording(() => restarted)
        t.ok(heard.samples.length > 0)
        await Promise.all([phone.hears(hz), centre.hears(600)])
        t.equal((await centre.state()).state, 'talking')
        await phone.hangUp()
        await lines.freed(centre)
        await isWell(lines)
      },
    )
  }

  await t.test('the broker is dead', async () => {
    const [supervisor, broker] = [await server.pidOf('supervisor'), await server.pidOf('broker')]
    signal([supervisor], 'SIGSTOP') // or it would be there again
    signal([broker], 'SIGKILL')
    await reaches911(lines)
    signal([supervisor], 'SIGCONT')
    await server.restarted('broker', broker, RECOVERY_MS)
    await isWell(lines)
  })

  await t.test(
    'nothing but the lines process is left: it alone, started anew, does it',
    async () => {
      const supervisor = await server.pidOf('supervisor')
      const others = await Promise.all(
        ['exchange', 'media', 'broker', 'host'].map((name) => server.pidOf(name)),
      )
      await lines.killed('lines')
      await lines.tellOffices()
      signal([supervisor], 'SIGSTOP')
      signal(others, 'SIGKILL')
      await reaches911(lines)
      signal([supervisor], 'SIGCONT')
      await isWell(lines)
    },
  )

  await t.test('the store cannot be read: the exchange does not start, 911 works', async (t) => {
    const hidden = join(server.data, '..', 'hidden')
    renameSync(join(server.data, 'config'), hidden)
    writeFileSync(join(server.data, 'config'), 'not a directory')
    process.kill(await server.pidOf('exchange'), 'SIGKILL')
    const linesBefore = await server.pidOf('lines')
    process.kill(linesBefore, 'SIGKILL') // as after a power cut
    await server.restarted('lines', linesBefore, RECOVERY_MS)
    await lines.tellOffices()
    const { phone } = await reaches911(lines)
    const { processes } = await server.status()
    t.equal(processes.find(({ name }) => name === 'exchange')?.ready, false)
    await phone.hangUp()
    rmSync(join(server.data, 'config'))
    renameSync(hidden, join(server.data, 'config'))
    await isWell(lines)
  })
})

const canMount = process.getuid?.() === 0
test('the disk is full', {
  skip: canMount ? false : 'needs root, to mount a small disk',
}, async (t) => {
  const disk = mkdtempSync(join(tmpdir(), 'full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24M', 'tmpfs', disk])
  } catch {
    t.pass('', { skip: 'no file system can be mounted here' })
    return
  }
  t.teardown(() => {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  })
  const data = join(disk, 'data')
  mkdirSync(data)
  const lines = await aLinesServer(t, {
    fxs: 2,
    fxo: 2,
    env: { STROWGER_DATA: data },
    claimed: false,
  })
  const { server } = lines
  const filler = join(disk, 'filler')
  fill(filler)
  const { phone, centre } = await reaches911Anyhow(lines)
  await phone.hangUp()
  await lines.freed(centre)

  process.kill(await server.pidOf('exchange'), 'SIGKILL') // it may start or not: 911 works
  const again = await reaches911Anyhow(lines)
  await again.phone.hangUp()
  await lines.freed(again.centre)
  t.ok(readdirSync(data).length > 0)

  rmSync(filler)
  await lines.allIdle(RECOVERY_MS)
})

/** On a server that nobody has claimed a voice comes before dial tone: the first key ends it, and is dialled. */
async function reaches911Anyhow(lines: LinesServer) {
  const phone = lines.phone(1)
  await phone.says(600)
  const centre = await lines.through(phone, '911', async () => {
    await phone.lift()
    await until('a voice or dial tone', async () => (await phone.hearing()).levelDbm0 > -45)
    await phone.keys(',,911')
  })
  await Promise.all([phone.hears(lines.toneOf(centre)), centre.hears(600)])
  return { phone, centre }
}

function fill(path: string): void {
  for (const size of [1 << 20, 1 << 12]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  if (statSync(path).size === 0) throw new Error('the disk cannot be filled')
}
