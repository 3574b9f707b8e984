import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { buildResponse, readOwn } from '../../../firmware/sip/message/build.ts'
import type { SipRequest } from '../../../firmware/sip/message/message.ts'
import { TimerWheel } from '../../../firmware/sip/timer-wheel.ts'
import { RFC_TIMES } from '../../../firmware/sip/transaction/machine.ts'
import { TransactionLayer } from '../../../firmware/sip/transaction/transaction-layer.ts'

const flow = {
  transport: 'udp',
  local: { address: '127.0.0.1', port: 5060 },
  remote: { address: '127.0.0.1', port: 5070 },
} as const

function message(n: number): SipRequest {
  const lines = [
    'MESSAGE sip:b@x SIP/2.0',
    `Via: SIP/2.0/UDP h;branch=z9hG4bK${n}`,
    `From: <sip:a@x>;tag=${n}`,
    'To: <sip:b@x>',
    `Call-ID: ${n}`,
    'CSeq: 1 MESSAGE',
  ]
  return readOwn(`${lines.join('\r\n')}\r\n\r\n`) as SipRequest
}

function aLayer(most: number, answers: () => boolean) {
  const clock = new VirtualClock()
  const ground = {
    wheel: new TimerWheel(clock),
    times: RFC_TIMES,
    out: () => {},
    countRetransmission: () => {},
  }
  const user = {
    request: (
      request: SipRequest,
      transaction: { respond(status: number, text: string): void },
    ) => {
      if (answers()) transaction.respond(200, buildResponse(request, flow, 200, { product: 'x' }))
    },
    merged: () => {},
    cancel: () => {},
    ack: () => {},
    stray: () => {},
  }
  return { layer: new TransactionLayer(ground, 'x', user, most), clock }
}

t.test('SECURITY row 7 a flood of requests that are answered is held in bounds', async (t) => {
  const { layer, clock } = aLayer(100, () => true)
  for (let n = 0; n < 1000; n++) t.ok(layer.receiveRequest(message(n), flow))
  t.equal(layer.size, 100)
  await clock.advance(33_000)
  t.equal(layer.size, 0)
})

t.test(
  'SECURITY row 7 a flood of requests that nobody answers is dropped at twice the bound',
  async (t) => {
    let answers = false
    const { layer, clock } = aLayer(100, () => answers)
    const taken = Array.from({ length: 300 }, (_, n) => layer.receiveRequest(message(n), flow))
    t.equal(taken.filter((one) => one).length, 200)
    await clock.advance(33_000)
    t.equal(layer.size, 0)
    answers = true
    t.ok(layer.receiveRequest(message(1000), flow), 'and then it goes on')
  },
)
