import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { pcapOf } from '../../../firmware/exchange/trace/pcap.ts'
import type { Traced } from '../../../firmware/exchange/trace/strand.ts'
import type { Flow } from '../../../firmware/sip/contract.ts'
import { flow, message } from './a-trace.ts'

const folder = mkdtempSync(join(tmpdir(), 'strowger-pcap-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** What tshark reads back, a line a packet with these fields. */
function read(file: Buffer, ...fields: string[]): string[][] {
  const path = join(folder, 'calls.pcapng')
  writeFileSync(path, file)
  const checks = ['-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE']
  const wanted = fields.flatMap((field) => ['-e', field])
  const args = ['-n', '-r', path, ...checks, '-T', 'fields', '-E', 'separator=|', ...wanted]
  const said = execFileSync('tshark', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HOME: folder, TZ: 'UTC' },
  })
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('|'))
}

let order = 0
const one = (direction: 'in' | 'out', way: Flow | string, text: string): Traced => ({
  order: ++order,
  at: Date.UTC(2026, 5, 1, 12, 0, 0, order),
  direction,
  way,
  text,
})
const six = (transport: Flow['transport']): Flow => ({
  transport,
  local: { address: '2001:db8::1', port: 5061 },
  remote: { address: 'fe80::42%eth0', port: 40000 },
})

t.test('Wireshark reads SIP with right addresses, times and checksums', async (t) => {
  const rows = read(
    pcapOf([
      one('in', flow(5062), message('INVITE sip:202@192.0.2.1 SIP/2.0', 'one', 'v=0\r\ns=-\r\n')),
      one('out', flow(5062), message('SIP/2.0 180 Ringing', 'one')),
      one('in', 'fxs-1', 'off hook'),
      one('in', six('udp'), message('OPTIONS sip:x SIP/2.0', 'odd')),
    ]),
    'frame.time_epoch',
    'ip.src',
    'ip.dst',
    'ipv6.src',
    'udp.srcport',
    'udp.dstport',
    'ip.checksum.status',
    'udp.checksum.status',
    'sip.Method',
    'sip.Status-Code',
    'sip.Call-ID',
  )
  t.equal(rows.length, 3, 'what happened on a line is no packet')
  const [invite = [], ringing = [], options = []] = rows
  t.match(invite[0], /^1780315200\.001/)
  t.strictSame(invite.slice(1), [
    '192.0.2.10',
    '192.0.2.1',
    '',
    '5062',
    '5060',
    '1',
    '1',
    'INVITE',
    '',
    'one',
  ])
  t.strictSame(ringing.slice(1), [
    '192.0.2.1',
    '192.0.2.10',
    '',
    '5060',
    '5062',
    '1',
    '1',
    '',
    '180',
    'one',
  ])
  t.strictSame(options.slice(1), [
    '',
    '',
    'fe80::42',
    '40000',
    '5061',
    '',
    '1',
    'OPTIONS',
    '',
    'odd',
  ])
})

t.test('what went over a connection is SIP too, and a comment says over which', async (t) => {
  const rows = read(
    pcapOf([
      one('in', flow(33333, 'tcp'), message('REGISTER sip:x SIP/2.0', 'a')),
      one('out', six('wss'), message('SIP/2.0 200 OK', 'b')),
      one('in', flow(1), message('OPTIONS sip:x SIP/2.0', 'c')),
    ]),
    'frame.comment',
    'sip.Call-ID',
  )
  t.strictSame(rows, [
    ['SIP over TCP, shown as a datagram', 'a'],
    ['SIP over WebSocket over TLS, shown as a datagram', 'b'],
    ['', 'c'],
  ])
})

t.test('SECURITY row 2 a file has no credentials, unless they are asked for', async (t) => {
  const messages = [one('in', flow(1), message('REGISTER sip:x SIP/2.0', 'a'))]
  t.notMatch(pcapOf(messages).toString('latin1'), '0123456789abcdef')
  t.match(pcapOf(messages, { secrets: true }).toString('latin1'), '0123456789abcdef')
})

t.test('messages of every length have right checksums, and those too long are cut', async (t) => {
  const messages = [300, 301, 302, 303, 70_000].map((length, n) =>
    one(
      'in',
      n % 2 ? six('udp') : flow(7),
      message('OPTIONS sip:x SIP/2.0', 'l', 'x'.repeat(length)),
    ),
  )
  const rows = read(pcapOf(messages), 'udp.checksum.status', 'frame.len')
  t.strictSame(
    rows.map(([status]) => status),
    Array(5).fill('1'),
  )
  t.equal(rows[4]?.[1], '65535')
})

t.test('a file of nothing can be read', async (t) => {
  t.strictSame(read(pcapOf([]), 'frame.number'), [])
})
