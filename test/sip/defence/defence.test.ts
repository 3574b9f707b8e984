import t from 'tap'
import { parsePrefix } from '../../../firmware/sip/defence/source.ts'
import { aDefence, answer, ask, flowFrom, INSIDE, OUTSIDE } from './a-defence.ts'

const outside = flowFrom(OUTSIDE)
const REGISTER = 'REGISTER sip:192.0.2.1 SIP/2.0\r\n'

t.test(
  'SECURITY row 7 a source that proves nothing has so many requests, and more with time',
  async (t) => {
    const { clock, defence, taken } = aDefence()
    t.equal(taken(300, 'REGISTER', outside), 200)
    t.equal(taken(100, 'INVITE', outside), 60, 'each class has its own')
    await clock.advance(1000)
    t.equal(taken(50, 'REGISTER', outside), 20)
    t.equal(defence.dropped.rate, 100 + 40 + 30)
    t.equal(taken(1, 'REGISTER', flowFrom('203.0.113.6')), 1, 'the neighbour has his own')
  },
)

t.test(
  'SECURITY row 9 an IPv6 network of 64 bits is one source, the local network may do more',
  async (t) => {
    const { taken } = aDefence()
    t.equal(taken(150, 'REGISTER', flowFrom('2001:db8::1')), 150)
    t.equal(taken(150, 'REGISTER', flowFrom('2001:db8::2')), 50)
    t.equal(taken(2000, 'REGISTER', flowFrom(INSIDE)), 1000)
  },
)

t.test(
  'what is proved in the end costs nothing: 5,000 telephones behind one router register',
  async (t) => {
    const { defence, bans } = aDefence()
    for (let n = 0; n < 5000; n++) {
      const flow = flowFrom(OUTSIDE, 1024 + n)
      t.equal(
        defence.admits(ask('REGISTER'), flow, () => false),
        'take',
      )
      defence.sends(flow, answer(401, 'REGISTER'))
      t.equal(
        defence.admits(ask('REGISTER'), flow, () => false),
        'take',
      )
      defence.sends(flow, answer(200, 'REGISTER'))
      if (!t.passing()) break
    }
    t.strictSame(bans, [])
  },
)

t.test(
  'README decision 9 a device is never limited over its flow, nor its source banned',
  async (t) => {
    const { clock, defence, bans, taken, hears } = aDefence()
    defence.devices.set('handset', [outside])
    t.equal(taken(5000, 'INVITE', outside), 5000)
    const beside = flowFrom(OUTSIDE, 6666)
    t.equal(taken(5000, 'INVITE', beside), 60, 'what comes beside it is')
    for (let n = 0; n < 500; n++) defence.sends(beside, answer(403, 'REGISTER', 1))
    t.strictSame(bans, [])
    t.notOk(hears(REGISTER, beside), 'not read for a second')
    t.ok(hears(REGISTER, outside))
    t.notOk(defence.ban(OUTSIDE, 60_000), 'nor by hand')
    await clock.advance(1001)
    t.ok(hears(REGISTER, beside))
    defence.devices.set('handset', [])
    t.equal(taken(5000, 'INVITE', beside), 10, 'a telephone that has gone is nobody')
    t.strictSame(bans, [`${OUTSIDE} flood 60 s`])
  },
)

t.test(
  'SECURITY row 9 who guesses passwords is banned, is not heard, and is forgiven',
  async (t) => {
    const { clock, defence, bans, taken, hears } = aDefence()
    const guess = () => {
      defence.admits(ask('REGISTER'), outside, () => false)
      defence.sends(outside, answer(403, 'REGISTER'))
    }
    for (let n = 0; n < 10; n++) guess()
    t.strictSame(bans, [`${OUTSIDE} guessing 60 s`])
    t.equal(taken(3, 'REGISTER', outside), 0)
    t.notOk(hears(REGISTER, flowFrom(OUTSIDE, 9)), 'from no port')
    t.notOk(defence.welcomes(OUTSIDE), 'nor over a connection')
    t.match(defence.list(), [{ source: OUTSIDE, reason: 'guessing' }])
    await clock.advance(60_001)
    t.ok(hears(REGISTER, outside))
    t.equal(taken(1, 'REGISTER', outside), 1)
    for (let n = 0; n < 10; n++) guess()
    t.equal(bans[1], `${OUTSIDE} guessing 120 s`, 'twice as long')
    t.ok(defence.unban(OUTSIDE))
    t.ok(hears(REGISTER, outside))
  },
)

t.test('somebody who is slow to learn a password is not banned', async (t) => {
  const { clock, defence, bans } = aDefence()
  for (let n = 0; n < 100; n++) {
    defence.admits(ask('REGISTER'), outside, () => false)
    defence.sends(outside, answer(403, 'REGISTER'))
    await clock.advance(60_000)
  }
  t.strictSame(bans, [])
})

t.test(
  'SECURITY row 9 challenges that nobody answers, unknown methods and broken messages count too',
  async (t) => {
    for (const [status, method] of [
      [401, 'OPTIONS'],
      [405, 'DANCE'],
      [400, 'INVITE'],
    ] as const) {
      const { defence, bans, clock } = aDefence()
      for (let n = 0; n < 400 && bans.length === 0; n++) {
        defence.strange(outside, 400)
        defence.sends(outside, answer(status, method))
        await clock.advance(100)
      }
      t.strictSame(bans, [`${OUTSIDE} guessing 60 s`], `${status}`)
    }
  },
)

t.test('the local network waits a minute at most, and the allowed networks never', async (t) => {
  const local = flowFrom(INSIDE)
  const inside = aDefence()
  for (let n = 0; n < 100; n++) inside.defence.sends(local, answer(403, 'REGISTER', 0))
  t.ok(inside.bans.length > 1)
  t.equal(inside.bans.at(-1), `${INSIDE} guessing 60 s`)
  const prefixes = ['203.0.113.0/24'].flatMap((text) => parsePrefix(text) ?? [])
  const { defence, bans, taken } = aDefence({ allowed: () => prefixes })
  for (let n = 0; n < 100; n++) t.ok(defence.sends(outside, answer(403, 'REGISTER')))
  t.equal(taken(5000, 'INVITE', outside), 5000)
  t.strictSame(bans, [])
  t.notOk(defence.ban(OUTSIDE, 1000))
})

t.test(
  'SECURITY row 22 an emergency call passes every ban and limit, from the local network',
  async (t) => {
    const { defence, taken, hears } = aDefence()
    const local = flowFrom(INSIDE)
    t.ok(defence.ban(INSIDE, 60_000))
    t.ok(defence.ban(OUTSIDE, 60_000))
    t.equal(taken(1, 'INVITE', local), 0)
    const emergency = 'INVITE sip:911@192.0.2.1 SIP/2.0\r\nVia: x'
    t.ok(hears(emergency, local))
    t.ok(hears(emergency.replace('sip:911@192.0.2.1', 'tel:911'), local))
    t.notOk(hears(emergency.replace('911', '912'), local))
    t.notOk(hears(emergency, outside), 'a stranger elsewhere cannot place one anyway')
    t.equal(taken(5000, 'INVITE', local, '911'), 5000)
    t.notOk(hears('BYE sip:x SIP/2.0', flowFrom(INSIDE, 9)))
    t.ok(hears('BYE sip:x SIP/2.0', local), 'and what belongs to it is heard')
    t.equal(
      defence.admits(ask('BYE'), local, () => true),
      'take',
    )
    t.equal(taken(1, 'INVITE', outside, '911'), 0)
    defence.devices.set('handset', [flowFrom('198.51.100.7')])
    t.equal(taken(1, 'INVITE', flowFrom('198.51.100.7'), '911'), 1, 'a device from anywhere')
  },
)

t.test('what is in a dialog goes on, whatever its source has done', async (t) => {
  const { defence, bans, hears } = aDefence()
  defence.sends(outside, 'INVITE sip:trunk SIP/2.0\r\n') // we called there
  t.ok(defence.ban(OUTSIDE, 60_000))
  t.ok(hears('SIP/2.0 200 OK\r\n', outside))
  t.notOk(hears('SIP/2.0 200 OK\r\n', flowFrom(OUTSIDE, 7)))
  for (const method of ['ACK', 'BYE', 'INVITE', 'INFO']) {
    t.equal(
      defence.admits(ask(method), outside, () => true),
      'take',
      method,
    )
  }
  t.strictSame(bans, [])
})

t.test('SECURITY row 7 nobody unproved is sent more octets than came from there', async (t) => {
  const { clock, defence } = aDefence()
  let [came, went] = [0, 0]
  for (let n = 0; n < 2000; n++) {
    const request = ask('REGISTER')
    came += request.text.length
    defence.admits(request, outside, () => false)
    const refusal = answer(401, 'REGISTER', request.text.length + 90)
    for (let again = 0; again < 5; again++) {
      if (defence.sends(outside, refusal)) went += refusal.length
    }
    t.ok(went <= came, `${went} of ${came}`)
    if (!t.passing()) break
    await clock.advance(50)
  }
  t.ok(went > came / 2, 'and who asks again is answered')
  t.ok(defence.dropped.unproven > 1000)
})

t.test(
  'a telephone that sends little is answered when it asks again; one that has proved something at once',
  async (t) => {
    const { defence } = aDefence()
    const request = ask('REGISTER')
    const refusal = answer(401, 'REGISTER', request.text.length + 10)
    defence.admits(request, outside, () => false)
    t.notOk(defence.sends(outside, refusal))
    defence.admits(request, outside, () => false)
    t.ok(defence.sends(outside, refusal))
    defence.sends(outside, answer(200, 'REGISTER'))
    for (let n = 0; n < 50; n++) t.ok(defence.sends(outside, answer(404, 'INVITE', 2000)))
    const local = flowFrom(INSIDE)
    defence.admits(request, local, () => false)
    t.ok(defence.sends(local, refusal), 'in the local network at once')
    t.ok(defence.sends(flowFrom(OUTSIDE, 1, 'tcp'), refusal), 'over a connection too')
  },
)

t.test(
  'SECURITY row 7 made-up senders find a limit of all together, proved sources do not',
  async (t) => {
    const { clock, defence, taken } = aDefence()
    defence.sends(outside, answer(200, 'REGISTER'))
    await clock.advance(5000)
    let all = 0
    for (let n = 0; n < 10_000; n++) {
      all += taken(1, 'REGISTER', flowFrom(`198.51.${n >> 8}.${n & 255}`))
    }
    t.equal(all, 3000)
    t.equal(taken(1, 'REGISTER', outside), 1)
  },
)

t.test('SECURITY row 7 memory is bounded: 200,000 sources leave 50,000', async (t) => {
  const { defence } = aDefence()
  for (let n = 0; n < 200_000; n++) {
    defence.strange(flowFrom(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`), 1)
  }
  t.equal(defence.sources, 50_000)
})

t.test('SECURITY row 9 an account whose password is stolen rings not the world', async (t) => {
  const { clock, defence } = aDefence()
  let calls = 0
  for (let n = 0; n < 100; n++) if (defence.allowsAccount('account', outside)) calls++
  t.equal(calls, 30)
  await clock.advance(1000)
  t.ok(defence.allowsAccount('account', flowFrom('198.51.100.3')), 'from anywhere together')
  defence.devices.set('account', [outside])
  for (let n = 0; n < 100; n++) t.ok(defence.allowsAccount('account', outside))
})
