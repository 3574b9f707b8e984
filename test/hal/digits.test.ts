import t from 'tap'
import { levelAt, sine } from './audio.ts'
import { Office } from './office.ts'
import type { Phone } from './phone.ts'
import { pause, until } from './phone.ts'

const low = [697, 770, 852, 941]
const high = [1209, 1336, 1477, 1633]

/** The two frequencies of a digit, Q.23. */
function pairOf(digit: string): [number, number] {
  const at = '123A456B789C*0#D'.indexOf(digit)
  return [low[at >> 2] ?? 0, high[at & 3] ?? 0]
}

/** Says digits as sound, 100 ms each with 100 ms between, in real time. */
async function dial(phone: Phone, digits: string): Promise<void> {
  let due = performance.now() // what is late is made up for
  for (const digit of digits) {
    const [row, column] = pairOf(digit)
    for (let i = 0; i < 10; i++) {
      const a = sine(row, -10, 160, i * 160)
      const b = sine(column, -8, 160, i * 160)
      phone.sendFrame(i < 5 ? a.map((sample, k) => sample + (b[k] ?? 0)) : new Int16Array(160))
      due += 20
      await pause(Math.max(due - performance.now(), 0))
    }
  }
}

/** The DTMF digits in what was heard, each 20 ms judged by its strongest row and column. */
function dialled(samples: readonly number[]): string {
  let digits = ''
  let last = ''
  for (let at = 0; at + 160 <= samples.length; at += 160) {
    const frame = samples.slice(at, at + 160)
    const now = [...'123A456B789C*0#D'].find((digit) =>
      pairOf(digit).every((hz) => levelAt(frame, hz) > -15),
    )
    if (now && now !== last) digits += now
    last = now ?? ''
  }
  return digits
}

t.test('RFC 4733 keys are reported once each, whatever end packets get lost', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  alice.phone.press('1')
  alice.phone.press('2', 4, 1) // two of three ends lost
  alice.phone.press('2', 0, 3) // only ends came
  alice.phone.press('#', 4, 0) // all ends lost
  await until(() => office.digits().length === 4)
  await pause(300)
  t.equal(office.digits('rfc4733'), '122#')
  const first = office.events[0]
  t.match(first, { kind: 'digit', termination: alice.termination, side: 'from', durationMs: 100 })
})

t.test('RFC 4733 keys pass a call with the payload type of each side', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context)
  const bob = await office.party(context, 'PCMA', { eventPayloadType: 97 })
  alice.phone.talk(1000)
  await bob.phone.hears(1000)
  alice.phone.hush()
  bob.phone.forget()
  alice.phone.press('5')
  alice.phone.press('9')
  await until(() => bob.phone.packets.length >= 14)
  t.equal(bob.phone.keys(97), '59')
  t.equal(office.digits(), '59', 'and are reported')
  const [first] = bob.phone.packets
  t.ok(first?.marker)
  const press = bob.phone.packets.filter((packet) => packet.timestamp === first?.timestamp)
  t.strictSame(
    press.map((packet) => packet.payload.readUInt16BE(2)),
    [160, 320, 480, 640, 800, 800, 800],
  )
})

t.test('RFC 4733 keys towards a side without events become sound', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context)
  const bob = await office.party(context)
  office.media.setRtp(bob.termination, bob.phone.streamWithoutEvents())
  alice.phone.press('1')
  alice.phone.press('5') // faster than it sounds
  await until(() => dialled(bob.phone.heard).length === 2)
  alice.phone.press('9')
  await until(() => dialled(bob.phone.heard).length === 3)
  alice.phone.press('D')
  await until(
    () => dialled(bob.phone.heard).length === 4,
    () => dialled(bob.phone.heard),
  )
  t.equal(dialled(bob.phone.heard), '159D')
})

t.test('RFC 4733 keys reach all others of a conference', async (t) => {
  const office = new Office(t)
  const [alice, bob, carol] = await office.call(3)
  alice.phone.press('7')
  await until(() => bob.phone.keys() === '7' && carol.phone.keys() === '7')
  t.equal(alice.phone.keys(), '')
})

t.test('RFC 4733 §2.5.1 digits are sent as events: marker, updates, three ends', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  office.media.sendDigits(alice.termination, '1#', 100, 60)
  office.media.sendDigits(alice.termination, 'A', 40, 40) // behind those still being sent
  await until(() => alice.phone.keys() === '1#A')
  await pause(200)
  const [first] = alice.phone.packets
  const press = alice.phone.packets.filter((packet) => packet.timestamp === first?.timestamp)
  t.strictSame(
    press.map(({ payload }) => payload.readUInt16BE(2)),
    [160, 320, 480, 640, 800, 800, 800],
  )
  t.strictSame(
    press.map(({ payload }) => payload.readUInt8(1) >> 7),
    [0, 0, 0, 0, 1, 1, 1],
  )
  t.strictSame(
    press.map(({ marker }) => marker),
    [true, false, false, false, false, false, false],
  )
  alice.phone.packets.slice(1).forEach(({ sequence }, i) => {
    t.equal(sequence, ((alice.phone.packets[i]?.sequence ?? 0) + 1) & 0xffff)
  })
})

t.test(
  'SADV-2 events are padded for who is behind a switch that drops short datagrams',
  async (t) => {
    const office = new Office(t)
    const context = office.media.addContext()
    const alice = await office.party(context)
    const bob = await office.party(context, 'PCMU', { padEvents: true })
    alice.phone.press('5') // passes from her to him
    await until(() => bob.phone.keys() === '5')
    office.media.sendDigits(bob.termination, '#', 100, 60) // and one of ours
    await until(() => bob.phone.keys() === '5#')
    const events = () => bob.phone.packets.filter(({ payloadType }) => payloadType === 101)
    await until(() => events().length >= 14)
    for (const { size, payload } of events()) t.strictSame([size, payload.length], [64, 4])
    office.media.sendDigits(alice.termination, '1', 100, 60)
    await until(() => alice.phone.keys() === '1')
    const [first] = alice.phone.packets.filter(({ payloadType }) => payloadType === 101)
    t.equal(first?.size, 16, 'only there')
  },
)

t.test('while an event is sent no audio goes between, and after it the call goes on', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  bob.phone.talk(1000)
  await alice.phone.hears(1000)
  alice.phone.forget()
  office.media.sendDigits(alice.termination, '8', 100, 100)
  await until(() => alice.phone.keys() === '8')
  await until(() => alice.phone.packets.filter((packet) => packet.payloadType === 101).length === 7)
  const types = alice.phone.packets.map((packet) => packet.payloadType)
  const events = types.slice(types.indexOf(101), types.lastIndexOf(101) + 1)
  t.ok(events.every((type) => type === 101))
  await alice.phone.hears(1000)
})

t.test('digits towards a party without events are sound, 100 ms each', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context)
  office.media.setRtp(alice.termination, alice.phone.streamWithoutEvents())
  office.media.sendDigits(alice.termination, '147*', 100, 100)
  await until(() => alice.phone.heard.length >= 4 * 1600 - 160)
  t.equal(dialled(alice.phone.heard), '147*')
  const [row] = pairOf('1')
  t.ok(Math.abs(levelAt(alice.phone.heard.slice(0, 800), row) + 9) < 0.5)
  t.ok(levelAt(alice.phone.heard.slice(800, 1600), row) < -50)
})

t.test(
  'digits in what a party says are detected, and those it hears on the other side',
  async (t) => {
    const office = new Office(t)
    const [alice, bob] = await office.call(2)
    office.media.detectDtmf(alice.termination, 'from')
    const there = office.media.detectDtmf(bob.termination, 'to')
    const at = (side: string) =>
      office.events
        .flatMap((event) => (event.kind === 'digit' && event.side === side ? [event.digit] : []))
        .join('')
    // On a machine that stops for longer than the jitter buffer bridges, a digit has a hole and counts twice: said again then.
    for (let times = 0; times < 5 && (at('from') !== '190#' || at('to') !== '190#'); times += 1) {
      office.events.length = 0
      await dial(alice.phone, '190#')
      await until(
        () => at('from').length >= 4 && at('to').length >= 4,
        () => office.digits(),
      )
    }
    t.equal(at('from'), '190#')
    t.equal(at('to'), '190#')
    for (const event of office.events) {
      if (event.kind === 'digit')
        t.ok(Math.abs(event.durationMs - 100) <= 40, `${event.durationMs}`)
    }
    office.media.stop(there)
  },
)

t.test('speech of tones is no digit', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  office.media.detectDtmf(alice.termination, 'from')
  alice.phone.talk(440)
  await pause(500)
  alice.phone.talk(697)
  await pause(500)
  t.equal(office.digits(), '')
})

t.test('a key that a phone sends both ways is one press', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  office.media.detectDtmf(alice.termination, 'from')
  alice.phone.press('6')
  await dial(alice.phone, '6')
  await pause(300)
  t.equal(office.digits(), '6')
  t.equal(office.digits('in-band'), '')
})

t.test('what is no digit, or too many, is refused', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  const send =
    (digits: string, on = 100, gap = 100) =>
    () =>
      office.media.sendDigits(alice.termination, digits, on, gap)
  t.throws(send('12x'), { code: 'EINVAL' })
  t.throws(send('1', 30), { code: 'EINVAL' })
  t.throws(send('1', 100, 7000), { code: 'EINVAL' })
  t.throws(send('1'.repeat(65)), { code: 'ENOSPC' })
})
