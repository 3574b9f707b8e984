import t from 'tap'
import type { Call } from '../../firmware/calls/call.ts'
import type { TrunkCallsOptions } from '../../firmware/exchange/trunk-calls.ts'
import { TrunkCalls } from '../../firmware/exchange/trunk-calls.ts'
import type { SipTrunk } from '../../firmware/model/sip-trunk.ts'
import type { IncomingRequest, ResponseParts } from '../../firmware/sip/contract.ts'
import { parseMessage } from '../../firmware/sip/message/message.ts'

const TRUNK = {
  id: 'trunk',
  identity: 'none',
  anonymous: 'accept',
  didSource: 'to',
  maxCalls: 2,
  codecs: [],
  route: { extension: 'reception', numbers: [{ number: '5855550142', extension: 'ann' }] },
} as unknown as SipTrunk

/** What becomes of a call from the trunk: the status that refuses it, or the extension that it has begun for. */
function called(
  number: string,
  options: Partial<TrunkCallsOptions> = {},
  trunk: Partial<SipTrunk> = {},
): { readonly status?: number; readonly reason?: string | undefined; readonly extension?: string } {
  const text = [
    `INVITE sip:${number}@192.0.2.1 SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1',
    'From: <sip:2125550123@p.example>;tag=1',
    `To: <sip:${number}@192.0.2.1>`,
    'Call-ID: a',
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
  const read = parseMessage(Buffer.from(text))
  if (!read.ok || read.value.kind !== 'request') throw new Error('not a request')
  let outcome: ReturnType<typeof called> = {}
  const respond = (status: number, parts?: ResponseParts) => {
    outcome = { status, reason: parts?.headers?.find(([name]) => name === 'Reason')?.[1] }
  }
  const flow = {
    transport: 'udp',
    local: { address: '192.0.2.1', port: 5060 },
    remote: { address: '192.0.2.9', port: 5060 },
  } as const
  const calls = {
    begin: (_dialled: unknown, _program: string, { extension }: { extension: string }) => {
      outcome = { extension }
      return {} as Call
    },
  } as unknown as TrunkCallsOptions['calls']
  const all = {
    calls,
    inUse: () => 0,
    allFull: () => false,
    takeLeg: () => ({}) as never,
    builtCodecs: () => [],
  }
  const request: IncomingRequest = { message: read.value, flow, respond }
  new TrunkCalls({ ...all, ...options }).invite(request, { ...TRUNK, ...trunk })
  return outcome
}

t.test('SIPT-18 a number of the list calls its extension, others that of the trunk', async (t) => {
  t.strictSame(called('5855550142'), { extension: 'ann' })
  t.strictSame(called('+15855550142'), { extension: 'ann' })
  t.strictSame(called('5855550199'), { extension: 'reception' })
  const route = { numbers: TRUNK.route.numbers } as unknown as SipTrunk['route']
  t.match(called('5855550199', {}, { route }), { status: 404, reason: /cause=1;/ })
})

t.test('VOIP-4 a call in is refused where all trunks together have their limit', async (t) => {
  t.strictSame(called('5855550142', { allFull: () => true }), { status: 503, reason: undefined })
  t.match(called('5855550142', { allFull: () => false }), { extension: 'ann' })
})

t.test('SIPT-9 beyond the calls of its trunk a call in is told busy', async (t) => {
  t.match(called('5855550142', { inUse: () => 1 }), { extension: 'ann' })
  t.match(called('5855550142', { inUse: () => 2 }), { status: 486 })
})
