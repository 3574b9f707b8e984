import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { runCli } from '../../firmware/cli/run-cli.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Environment } from '../../firmware/environment.ts'
import { followLogs } from '../../firmware/processes/follow-logs.ts'
import { readEntry, renderEntry } from '../../firmware/processes/log-entry.ts'

const line = (time: string, msg: string, more = {}) =>
  `${JSON.stringify({ level: 'info', time: `2026-01-05T${time}Z`, name: 'x', pid: 1, ...more, msg })}\n`

function logs(t: Test, files: Readonly<Record<string, string>>) {
  const run = mkdtempSync(join(tmpdir(), 'strowger-log-'))
  t.teardown(() => rmSync(run, { recursive: true }))
  mkdirSync(join(run, 'log'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(run, 'log', name), text)
  return { run, path: (name: string) => join(run, 'log', name) }
}

async function cli(run: string, ...words: string[]) {
  const result = { code: 0, out: '', err: '' }
  result.code = await runCli(words, {
    stdout: (text) => {
      result.out += text
    },
    stderr: (text) => {
      result.err += text
    },
    variables: { STROWGER_RUN: run, STROWGER_DATA: run, STROWGER_BIND: '127.0.0.1' },
    clock: new VirtualClock(),
  })
  return result
}

t.test('lines of several processes stand in the order of their times', async (t) => {
  const { run } = logs(t, {
    'media.log.1': line('09:00:00.000', 'oldest'),
    'media.log': line('09:00:02.000', 'third'),
    'exchange.log':
      line('09:00:01.000', 'second') + line('09:00:03.000', 'newest', { call: 'a-1' }),
    'broker.log': '2026-01-05T09:00:02: mosquitto starting\n',
  })
  const { out, code } = await cli(run, 'log')
  t.equal(code, 0)
  const texts = out.split('\n').map((text) => text.slice(30).trim())
  t.strictSame(texts, ['oldest', 'second', 'mosquitto starting', 'third', 'newest  call=a-1', ''])

  t.equal((await cli(run, 'log', 'exchange', '-n', '1')).out.split('\n').length, 2)
  const json = (await cli(run, 'log', '--json', '-n', '1')).out
  t.match(JSON.parse(json), { level: 'info', msg: 'newest', call: 'a-1' })
})

t.test('a process without a log is named', async (t) => {
  const { run } = logs(t, { 'media.log': '' })
  const answer = await cli(run, 'log', 'medai')
  t.equal(answer.code, 2)
  t.match(answer.err, /no log of 'medai'\. There are: media\./)
  t.equal((await cli(run, 'log', '-n', 'many')).code, 2)
})

t.test('-f goes on, over half lines and a rotation, until it is told to end', async (t) => {
  const { run, path } = logs(t, { 'media.log': line('09:00:00.000', 'before') })
  const clock = new VirtualClock()
  const stop = new AbortController()
  const seen: string[] = []
  const environment = { run } as Environment
  const wanted = { names: [], lines: 0, signal: stop.signal }
  const following = followLogs(
    { environment, clock, json: false },
    { ...wanted, write: (text) => seen.push(text.slice(30).trim()) },
  )
  await clock.advance(300)
  const [first, rest] = [
    line('09:00:01.000', 'halved').slice(0, 20),
    line('09:00:01.000', 'halved').slice(20),
  ]
  appendFileSync(path('media.log'), first)
  await clock.advance(300)
  t.strictSame(seen, [])
  appendFileSync(path('media.log'), rest)
  await clock.advance(300)
  t.strictSame(seen, ['halved'])
  truncateSync(path('media.log'))
  await clock.advance(300)
  appendFileSync(path('media.log'), line('09:00:02.000', 'after'))
  writeFileSync(path('lines.log'), line('09:00:02.000', 'a new process'))
  await clock.advance(300)
  t.strictSame(seen.sort(), ['a new process', 'after', 'halved'])
  stop.abort()
  await following
  t.equal(clock.waiting, 0)
})

t.test('SECURITY 16 text of strangers is inert on a terminal', async (t) => {
  const evil = 'a\x1b[2J\x07\x9b31m\u202eb\r\nc'
  const shown = renderEntry(
    readEntry('exchange', line('09:00:00.000', evil, { userAgent: evil, error: { stack: evil } })),
  )
  for (const character of ['\x1b', '\x07', '\x9b', '\u202e', '\r']) t.notMatch(shown, character)
  const plainText = renderEntry(readEntry('broker', `2026-01-05T09:00:00: ${evil}`))
  t.notMatch(plainText, '\x1b')
})
