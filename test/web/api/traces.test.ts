import t from 'tap'
import { ok, refuse } from '../../../firmware/result.ts'
import type { Ask } from '../../../firmware/web/server/parts.ts'
import { anApi } from './an-api.ts'

const MESSAGE = {
  order: 1,
  at: 1,
  direction: 'in',
  transport: 'udp',
  remote: '192.0.2.7:5060',
  local: '192.0.2.1:5060',
  text: 'INVITE sip:x SIP/2.0\r\n\r\n',
}

function anExchange() {
  const asked: unknown[] = []
  const ask: Ask = async (program, verb, args) => {
    asked.push([program, verb, args])
    if (verb === 'trace-pcap') return ok({ file: Buffer.from('capture').toString('base64') })
    const { phone } = args as Record<string, unknown>
    if (phone === 'gone')
      return refuse({ code: 'no-such-phone', text: 'There is no such telephone.' })
    return ok([MESSAGE])
  }
  return { ask, asked }
}

t.test('messages of calls and telephones are read, and as a file', async (t) => {
  const { ask, asked } = anExchange()
  const { admin } = await anApi(t, { ask })
  t.strictSame((await admin.get('calls/1-2-3/messages')).body, [MESSAGE])
  t.strictSame((await admin.get('phones/201/messages')).body, [MESSAGE])
  const file = await admin.browser.request('GET', 'calls/1-2-3/pcap')
  t.equal(file.body, 'capture')
  t.match(file.headers, {
    'content-type': 'application/vnd.tcpdump.pcap',
    'content-disposition': 'attachment; filename="call-1-2-3.pcapng"',
  })
  t.strictSame(asked, [
    ['exchange', 'trace', { call: '1-2-3', secrets: false }],
    ['exchange', 'trace', { phone: '201', secrets: false }],
    ['exchange', 'trace-pcap', { call: '1-2-3', secrets: false }],
  ])
  for (const path of [
    'calls/x/messages',
    'calls/1-2-3%0a/pcap',
    'phones/a%2f..%2f/messages',
    'phones/gone/messages',
  ]) {
    t.equal((await admin.get(path)).status, 404, path)
  }
})

t.test('SECURITY row 2 credentials are for server administrators, and that is noted', async (t) => {
  const { ask, asked } = anExchange()
  const { admin, as } = await anApi(t, { ask })
  const other = await as('other', 'system-admin', 'network-admin')
  for (const path of ['calls/1-2-3/messages', 'calls/1-2-3/pcap', 'phones/201/messages']) {
    t.equal((await other.browser.request('GET', path)).statusCode, 200)
    t.equal((await other.get(`${path}?secrets=yes`)).status, 403)
  }
  t.equal(asked.length, 3)
  const events = async () => (await admin.get('events?severity=warning')).body
  t.strictSame(await events(), [])
  t.equal((await admin.get('calls/1-2-3/messages?secrets=yes')).status, 200)
  t.match(asked.at(-1), ['exchange', 'trace', { secrets: true }])
  t.match(await events(), [{ by: 'admin', text: /with their credentials/ }])
})

t.test('counters of all processes are one text for programs', async (t) => {
  const ask: Ask = async (program, verb) => {
    if (verb !== 'metrics' || program === 'media') return refuse({ code: 'not-running', text: '' })
    const samples = [{ labels: { process: program }, value: 7 }]
    return ok([{ name: 'strowger_process_cpu_seconds', kind: 'counter', help: 'CPU', samples }])
  }
  const { admin } = await anApi(t, { ask })
  const answer = await admin.browser.request('GET', 'metrics')
  t.equal(
    answer.headers['content-type'],
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  )
  t.match(answer.body, 'strowger_process_up{process="media"} 0\n')
  t.match(answer.body, 'strowger_process_up{process="exchange"} 1\n')
  t.match(answer.body, 'strowger_process_cpu_seconds_total{process="exchange"} 7\n')
  t.equal(answer.body.match(/# TYPE strowger_process_cpu_seconds /g)?.length, 1)
  t.ok(answer.body.endsWith('# EOF\n'))
})
