import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import type { MetricFamily } from '../../firmware/metrics.ts'
import { openMetrics } from '../../firmware/metrics.ts'
import { aCallBetween } from './a-flooded-office.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

interface Shown {
  readonly order: number
  readonly transport: string
  readonly text: string
}

t.setTimeout(600_000)
const server = await aServer(t, { office: office(2) })
const caller = await aPhone(t, server, numberOf(0))
const called = await aPhone(t, server, numberOf(1))
await aCallBetween(caller, called)
const record = await until('the record', async () => {
  const [latest] = await server.records(1)
  return latest?.endedAt !== undefined && latest
})
const { call } = record
const trace = (args: object) => server.ask('exchange', 'trace', args) as Promise<Shown[]>
const firstLines = (messages: readonly Shown[]) =>
  messages.map(({ text }) => text.split('\r\n', 1)[0] ?? '')

t.test('a call is kept word for word, both of its dialogs, without its credentials', async (t) => {
  const messages = await trace({ call })
  const lines = firstLines(messages)
  t.equal(lines.filter((line) => line.startsWith('INVITE ')).length, 3, 'challenged, again, and on')
  t.ok(lines.includes('SIP/2.0 401 Unauthorized'))
  t.equal(lines.filter((line) => line.startsWith('BYE ')).length, 2)
  const whole = messages.map(({ text }) => text).join('')
  t.match(whole, /\r\nAuthorization: Digest .*response="\*{32}"/)
  t.match(whole, 'm=audio')
  const open = (await trace({ call, secrets: true })).map(({ text }) => text).join('')
  t.match(open, /response="[0-9a-f]{32}"/)
  const last = messages.at(-1)?.order ?? 0
  t.strictSame(await trace({ call, after: last }), [])
  t.strictSame(await trace({ call: '9-9-9' }), [])
})

t.test('registrations are kept by telephone, scanners apart', async (t) => {
  const messages = await trace({ phone: numberOf(0) })
  t.ok(firstLines(messages).some((line) => line.startsWith('REGISTER ')))
  t.notOk(firstLines(messages).some((line) => line.startsWith('INVITE ')))
  t.strictSame(await trace({ strangers: true }), [])
  await t.rejects(trace({ phone: 'nobody' }), /no such telephone/)
})

t.test('Wireshark reads the file of a call', async (t) => {
  const { file } = (await server.ask('exchange', 'trace-pcap', { call })) as { file: string }
  const folder = mkdtempSync(join(tmpdir(), 'strowger-trace-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'call.pcapng')
  writeFileSync(path, Buffer.from(file, 'base64'))
  const args = [
    '-n',
    '-r',
    path,
    '-Y',
    'sip',
    '-T',
    'fields',
    '-e',
    'sip.Method',
    '-e',
    'sip.Status-Code',
  ]
  const said = execFileSync('tshark', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HOME: folder },
  })
  t.equal(said.trimEnd().split('\n').length, (await trace({ call })).length)
  await t.rejects(server.ask('exchange', 'trace-pcap', { call: '9-9-9' }), /not kept/)
})

t.test('the counters have seen it', async (t) => {
  const families = (await server.ask('exchange', 'metrics')) as MetricFamily[]
  const text = openMetrics(families)
  t.match(text, 'strowger_sip_requests_total{direction="in",transport="udp",method="REGISTER"} 4')
  t.match(text, 'strowger_calls_ended_total{outcome="answered"} 1')
  t.match(text, 'strowger_sip_registrations 2')
  t.match(text, 'strowger_call_set_up_seconds_count 1')
  t.match(text, /strowger_process_resident_memory_bytes\{process="exchange"\} \d+/)
})
