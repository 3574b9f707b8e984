import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../../../firmware/clock/virtual-clock.ts'
import { ok, refuse } from '../../../../firmware/result.ts'
import { MeasureColumns } from '../../../../firmware/web/api/measures/columns.ts'
import { ProcessUsage } from '../../../../firmware/web/api/measures/process-usage.ts'
import { SAMPLE_MS, Sampler } from '../../../../firmware/web/api/measures/sampler.ts'
import type { Measure, Measured } from '../../../../firmware/web/contract.ts'
import type { Ask } from '../../../../firmware/web/server/parts.ts'
import { aDirectory } from '../../../store/a-store.ts'
import { anApi } from '../an-api.ts'

/** A /proc with the processes that a test puts there. */
function aProc(t: Parameters<typeof aDirectory>[0]) {
  const proc = aDirectory(t)
  return {
    proc,
    process(pid: number, { ticks = 0, startedAt = 1, pages = 0, pssKb = 0 }) {
      mkdirSync(join(proc, String(pid)), { recursive: true })
      const before = Array(10).fill('0').join(' ') // fields 4 to 13
      const stat = `${pid} (a ) name) S ${before} ${ticks} 0 0 0 20 0 9 0 ${startedAt} 1000 ${pages} 0\n`
      writeFileSync(join(proc, String(pid), 'stat'), stat)
      const rollup = `Rss: 9 kB\nPss:                ${pssKb} kB\nPss_Dirty: 1 kB\n`
      if (pssKb) writeFileSync(join(proc, String(pid), 'smaps_rollup'), rollup)
    },
    ends: (pid: number) => rmSync(join(proc, String(pid)), { recursive: true }),
  }
}

t.test(
  'CPU is of all cores since the look before, memory proportional where the kernel tells',
  async (t) => {
    const { proc, process, ends } = aProc(t)
    const usage = new ProcessUsage(proc, 2)
    process(7, { ticks: 100, pssKb: 50 })
    process(8, { ticks: 0, pages: 10 })
    t.strictSame(await usage.look(7, 0), { cpuPercent: 0, memory: 50 * 1024 })
    t.strictSame(await usage.look(8, 0), { cpuPercent: 0, memory: 40_960 }, 'resident, if not')
    process(7, { ticks: 600, pssKb: 60 })
    t.strictSame(
      await usage.look(7, 10_000),
      { cpuPercent: 25, memory: 50 * 1024 },
      'memory is looked at each minute',
    )
    t.equal((await usage.look(7, 60_000))?.memory, 60 * 1024)
    process(7, { ticks: 5, startedAt: 2 })
    t.equal((await usage.look(7, 70_000))?.cpuPercent, 0, 'another process with the same number')
    ends(7)
    t.equal(await usage.look(7, 80_000), undefined)
  },
)

t.test(
  'a step is the highest of its samples, and nothing where nothing was measured',
  async (t) => {
    const columns = new MeasureColumns(60_000, 5)
    const memory = null
    columns.add(0, { calls: 1, cpuPercent: 5, memory })
    columns.add(10_000, { calls: 3, cpuPercent: 4, memory })
    columns.add(130_000, { calls: 2, cpuPercent: 1, memory })
    t.strictSame(columns.read(130_000, 4), {
      calls: [null, 3, null, 2],
      cpuPercent: [null, 5, null, 1],
      memory: [null, null, null, null],
    })
    t.strictSame(columns.read(9_000_000, 5).calls, [null, null, null, null, null], 'long after')
    columns.add(9_000_000, { calls: 9, cpuPercent: 9, memory: 9 })
    t.strictSame(columns.read(9_030_000, 2).calls, [null, 9])
  },
)

t.test(
  'the unit is sampled every ten seconds, for an hour in full and for a day by the minute',
  async (t) => {
    const { proc, process } = aProc(t)
    process(7, { pssKb: 1000 })
    const clock = new VirtualClock()
    let calls = 0
    const ask: Ask = async (_program, verb) =>
      verb === 'status'
        ? ok({
            processes: [
              { name: 'media', pid: 7 },
              { name: 'web', pid: null },
            ],
          })
        : ok({ calls: calls++ })
    const stopping = new AbortController().signal
    const sampler = new Sampler({ clock, ask, stopping, usage: new ProcessUsage(proc, 1) })
    sampler.start()
    t.teardown(() => sampler.stop())
    const settled = async (ms: number) => {
      for (let at = 0; at < ms; at += SAMPLE_MS) {
        const before = calls
        await clock.advance(SAMPLE_MS)
        while (calls === before || (await sampler.now()).calls !== calls - 1) {
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
    }
    await settled(120_000)
    t.match(await sampler.now(), {
      calls: 11,
      memory: 1_024_000,
      processes: { media: { cpuPercent: 0 } },
    })
    const hour = sampler.measured(1)
    t.equal(hour.stepMs, 10_000)
    t.equal(hour.calls.length, 360)
    t.strictSame(hour.calls.slice(-13), [null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    t.equal(hour.from + 359 * 10_000, clock.now(), 'the last step begins now')
    const day = sampler.measured(24)
    t.strictSame([day.stepMs, day.calls.length], [60_000, 1440])
    t.strictSame(day.calls.slice(-4), [null, 4, 10, 11])
    t.equal(sampler.measured(2).calls.length, 120)
  },
)

t.test(
  'while exchange and supervisor are away there is a gap, and it goes on by itself',
  async (t) => {
    let away = true
    const ask: Ask = async (program, verb) => {
      if (away) return refuse({ code: 'not-running', text: program })
      return verb === 'status'
        ? ok({ processes: [{ name: 'web', pid: process.pid }] })
        : ok({ calls: 2 })
    }
    const { admin, clock } = await anApi(t, { ask })
    t.match((await admin.get<Measure>('measures/now')).body, { calls: 0, memory: 0, processes: {} })
    await clock.advance(SAMPLE_MS)
    away = false
    await clock.advance(SAMPLE_MS)
    for (;;) {
      const { body } = await admin.get<Measure>('measures/now')
      if (body.calls === 2) break
      await new Promise((resolve) => setImmediate(resolve)) // files of /proc are read meanwhile
    }
    const { body } = await admin.get<Measured>('measures')
    t.strictSame(body.calls.slice(-2), [null, 2])
    t.ok(Number(body.memory.at(-1)) > 1_000_000)
    for (const hours of ['0', '25', 'x', '1.5']) {
      t.equal((await admin.get(`measures?hours=${hours}`)).status, 400, hours)
    }
  },
)
