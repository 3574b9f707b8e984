import t from 'tap'
import { comesToRest } from './rest.ts'
import { smallOffice } from './small-office.ts'
import { CityLine, Telephone, tones } from './telephone.ts'
import type { VirtualOfficeOptions } from './virtual-office.ts'
import { VirtualOffice } from './virtual-office.ts'

type FarEnd = 'cpc' | 'reversal' | 'busy-tone'

/** The office, its telephones 107 to 110 and its outside lines; at the end of the story all must be at rest. */
async function inAnOffice(
  story: (cast: Cast) => Promise<void>,
  options: Partial<VirtualOfficeOptions> = {},
): Promise<void> {
  await using office = await VirtualOffice.open({
    office: smallOffice(),
    cards: 'sim:fxs=4,fxo=3',
    seed: 7,
    ...options,
  })
  const phone = (n: number) => new Telephone(office, `fxs-${n}`)
  const city = (n: number) => new CityLine(office, `fxo-${n}`)
  await story({
    office,
    lobby: phone(1),
    bench: phone(2),
    store: phone(3),
    desk: phone(4),
    first: city(1),
    third: city(3),
  })
  await comesToRest(office)
  if (office.diary.errors.length > 0) throw new Error(office.diary.errors.join('\n'))
}

interface Cast {
  readonly office: VirtualOffice
  readonly lobby: Telephone
  readonly bench: Telephone
  readonly store: Telephone
  readonly desk: Telephone
  readonly first: CityLine
  /** The first to be used for outgoing calls. */
  readonly third: CityLine
}

t.test('107 calls 108: tones both ways, and reorder for whoever stays behind', async (t) => {
  await inAnOffice(async ({ office, lobby, bench }) => {
    await lobby.calls('108')
    await lobby.waitsFor(tones.ringback)
    await bench.answers()
    t.equal(bench.hearing.callerNumber, '', 'lifted before its caller was told')
    lobby.says(1060)
    bench.says(1130)
    await bench.waitsFor([1060], 500)
    await lobby.waitsFor([1130], 500)
    lobby.hangUp()
    await bench.waitsFor(tones.busy)
    await bench.waitsFor(tones.howler, 30_000)
    await office.run(60_000)
    t.ok(office.exchange.conditions.has('off-hook-fxs-2'), 'somebody should look at it')
    bench.hangUp()
  })
})

t.test('a telephone that rings shows who calls', async (t) => {
  await inAnOffice(async ({ office, lobby, bench }) => {
    await lobby.calls('108')
    await office.until('caller ID', () => bench.hearing.callerNumber === '107')
    t.equal(bench.hearing.callerName, 'Phone 107')
    t.match(bench.hearing.lastRingMs[0], 2000)
    lobby.hangUp()
    await office.until('the bell stops', () => !bench.hearing.ringing, 1000)
  })
})

t.test('FC-22 a call goes out to 555 0100, by keys and by pulses', async (t) => {
  for (const how of ['dtmf', 'pulse'] as const) {
    await inAnOffice(async ({ office, lobby, third }) => {
      lobby.lift()
      await lobby.waitsFor(tones.dial)
      lobby.dial('95550101', how)
      await office.until('the office has it', () => third.state.state === 'talking', 40_000)
      t.equal(third.state.dialled, '5550101')
      t.ok(third.state.preDialMs >= 500, 'CO-15')
      lobby.says(1060)
      await lobby.waitsFor([1060]) // 0101 is an echo
      t.ok(third.hears([1060]))
      lobby.hangUp()
      await office.until('the line is on hook', () => third.state.state === 'idle', 3000)
    })
  }
})

t.test('CO-19 a call comes in with caller ID, and rings at both telephones', async (t) => {
  await inAnOffice(async ({ office, lobby, bench, first }) => {
    first.says(1720)
    first.rings('2125550123', 'A CALLER')
    await office.until('the lobby knows who', () => lobby.hearing.callerNumber === '12125550123')
    t.equal(lobby.hearing.callerName, 'A CALLER')
    t.ok(bench.hearing.rings > 0)
    lobby.says(1060)
    lobby.lift()
    await lobby.waitsFor([1720])
    await first.waitsFor([1060])
    t.notOk(bench.hearing.ringing)
    lobby.hangUp()
  })
})

t.test('a caller who gives up stops the bells', async () => {
  await inAnOffice(async ({ office, lobby, first }) => {
    first.rings('2125550123')
    await office.until('it rings', () => lobby.hearing.ringing)
    first.ends()
    await office.until('it stops', () => office.exchange.switching.calls.calls.length === 0)
    await office.run(6000)
    if (lobby.hearing.ringing) throw new Error('still ringing')
  })
})

t.test('a hook flash holds an outside call, calls a third and transfers', async (t) => {
  await inAnOffice(async ({ office, lobby, store, first }) => {
    first.says(1720)
    first.rings('2125550123')
    await lobby.answers()
    lobby.says(1060)
    await lobby.waitsFor([1720])
    lobby.flash()
    await lobby.waitsFor(tones.dial)
    await office.run(400)
    t.notOk(lobby.hears([1720]), 'the caller waits')
    lobby.dial('109')
    await store.answers()
    store.says(1270)
    await lobby.waitsFor([1270])
    t.notOk(first.hears([1060]))
    lobby.hangUp()
    await store.waitsFor([1720])
    await first.waitsFor([1270])
    await office.run(1000)
    store.hangUp()
  })
})

t.test('two flashes make a three-way call, another ends it', async (t) => {
  await inAnOffice(async ({ lobby, bench, store }) => {
    await lobby.calls('108')
    await bench.answers()
    lobby.says(1060)
    bench.says(1130)
    store.says(1270)
    await lobby.waitsFor([1130])
    lobby.flash()
    await lobby.waitsFor(tones.dial)
    lobby.dial('109')
    await store.answers()
    await lobby.waitsFor([1270])
    lobby.flash()
    await lobby.waitsFor([1130, 1270])
    await bench.waitsFor([1060, 1270])
    await store.waitsFor([1060, 1130])
    lobby.flash()
    await store.waitsFor(tones.busy)
    t.ok(lobby.hears([1130]))
    for (const phone of [lobby, bench, store]) phone.hangUp()
  })
})

t.test('EMER-1 911 takes a line from another call when all are in use', async (t) => {
  await inAnOffice(async ({ office, lobby, bench, store, desk, third }) => {
    for (const [i, phone] of [lobby, bench, store].entries()) {
      await phone.calls(`9555010${i === 0 ? 1 : 6}`)
      await office.run(5000)
    }
    t.ok(desk.lift() === undefined)
    await desk.waitsFor(tones.dial)
    desk.dial('911')
    await office.until('911 is dialled', () => third.state.dialled === '911')
    await desk.waitsFor([1004])
    await lobby.waitsFor(tones.busy)
    for (const phone of [lobby, bench, store, desk]) phone.hangUp()
  })
})

for (const way of ['cpc', 'busy-tone', 'reversal'] as const) {
  t.test(`CO-14 the far end tells by ${way} that it has hung up`, async () => {
    const ways: readonly FarEnd[] = [way]
    const silenceMinutes = 1 // reversal alone says nothing on a line without that supervision
    await inAnOffice(
      async ({ office, lobby, first }) => {
        first.tells(...ways)
        first.says(1720)
        first.rings('2125550123')
        await lobby.answers()
        await lobby.waitsFor([1720])
        await office.run(10_000)
        first.ends()
        const patience = way === 'reversal' ? 90_000 : 10_000
        await office.until('the line is on hook', () => first.state.state === 'idle', patience)
        await office.run(2000)
        await lobby.waitsFor(tones.busy) // ours: the line is gone
        lobby.hangUp()
      },
      { office: smallOffice({ silenceMinutes }) },
    )
  })
}

t.test('a far end that never tells is found out by two hours of silence', async (t) => {
  await inAnOffice(
    async ({ office, lobby, first }) => {
      first.tells()
      first.says(1720)
      first.rings('2125550123')
      await lobby.answers()
      lobby.says('nothing')
      await lobby.waitsFor([1720])
      first.ends()
      await office.run(119 * 60_000)
      t.equal(office.exchange.switching.calls.calls.length, 1, 'patience')
      await office.run(2 * 60_000)
      t.equal(first.hearing.offHook, false)
      t.ok(office.exchange.conditions.has('no-disconnect-fxo-1'))
      lobby.hangUp()
    },
    { office: smallOffice({ silenceMinutes: 120 }) },
  )
})

t.test('a dead line is passed over, and a cut one is told and mended', async (t) => {
  await inAnOffice(async ({ office, lobby, third }) => {
    office.sim.fault(third.line, 'no-dial-tone')
    const second = new CityLine(office, 'fxo-2')
    await lobby.calls('95550101')
    await office.until('another line', () => second.state.state === 'talking', 30_000)
    t.ok(office.exchange.conditions.has('no-dial-tone-fxo-3'))
    office.sim.fault(second.line, 'cut')
    await lobby.waitsFor(tones.busy)
    lobby.hangUp()
    await office.run(5000)
    t.notOk(office.lines.state(second.line).battery)
    office.sim.fault(third.line, 'none')
    office.sim.fault(second.line, 'none')
    await office.run(5000)
    await lobby.calls('95550101')
    await office.until('the first choice', () => third.state.state === 'talking', 30_000)
    t.notOk(office.exchange.conditions.has('no-dial-tone-fxo-3'), 'found well')
    lobby.hangUp()
  })
})

t.test('a telephone whose audio comes back while it is off hook has dial tone again', async (t) => {
  await inAnOffice(async ({ office, lobby }) => {
    lobby.lift()
    await lobby.waitsFor(tones.dial)
    office.sim.fault(lobby.line, 'audio-stops')
    await office.run(5000)
    t.equal(office.lines.state(lobby.line).audio, false)
    office.sim.fault(lobby.line, 'none')
    await lobby.waitsFor(tones.dial)
    t.equal(office.lines.state(lobby.line).lifeline, 'off')
    lobby.hangUp()
  })
})

t.test('glare: the line is left to the caller, and the call goes over another', async () => {
  await inAnOffice(async ({ office, lobby, third }) => {
    office.sim.fault(third.line, 'glare')
    const second = new CityLine(office, 'fxo-2')
    await lobby.calls('95550101')
    await office.until('another line', () => second.state.state === 'talking', 30_000)
    lobby.hangUp()
  })
})

t.test('DESIGN §1 without an exchange the lifeline gives dial tone and 911', async (t) => {
  await inAnOffice(async ({ office, lobby, first, third }) => {
    await office.run(1000)
    office.killExchange()
    lobby.lift()
    await office.run(1500)
    t.notOk(lobby.hears(tones.dial))
    await lobby.waitsFor(tones.dial, 2000)
    lobby.dial('911')
    const reached = () => [first, third].some(({ state }) => state.dialled === '911')
    await office.until('911 is dialled', reached)
    await lobby.waitsFor(tones.cityTone)
    office.startExchange()
    await office.run(5000)
    t.ok(lobby.hears(tones.cityTone), 'and the exchange leaves it alone')
    third.ends()
    const served = () => office.lines.state(lobby.line).lifeline === 'off'
    await office.until('the exchange serves it', served, 10_000)
    await lobby.waitsFor(tones.dial)
    lobby.hangUp()
  })
})

t.test('a killed exchange and a restarted media process leave a call as it is', async (t) => {
  await inAnOffice(async ({ office, lobby, bench }) => {
    await lobby.calls('108')
    await bench.answers()
    lobby.says(1060)
    bench.says(1130)
    await lobby.waitsFor([1130])
    office.killExchange()
    await office.run(1000)
    t.ok(lobby.hears([1130]) && bench.hears([1060]), 'audio needs no exchange')
    office.startExchange()
    await office.run(1000)
    t.ok(lobby.hears([1130]) && bench.hears([1060]))
    office.killMedia()
    await office.run(500)
    t.notOk(lobby.hears([1130]))
    await office.startMedia()
    await lobby.waitsFor([1130], 2000)
    await bench.waitsFor([1060], 500)
    lobby.hangUp()
    await bench.waitsFor(tones.busy)
    bench.hangUp()
  })
})

t.test(
  'an exchange killed while a telephone is being answered: they talk all the same',
  async (t) => {
    for (let turn = 1; turn <= 16; turn++) {
      await inAnOffice(async ({ office, lobby, bench }) => {
        await lobby.calls('108')
        lobby.says(1060)
        bench.says(1130)
        await office.until('the bell rings', () => bench.hearing.ringing)
        office.interrupt(turn, () => office.killExchange())
        bench.lift()
        await office.run(300)
        office.killExchange()
        office.startExchange()
        await bench.waitsFor([1060], 3000)
        t.ok(lobby.hears([1130]), `killed in turn ${turn}`)
        lobby.hangUp()
        bench.hangUp()
      })
    }
  },
)

t.test(
  'an exchange killed while it lets go of a telephone: it is let go of all the same',
  async () => {
    for (let turn = 1; turn <= 16; turn++) {
      await inAnOffice(async ({ office, lobby, bench, third }) => {
        await lobby.calls('95550101')
        await office.until('they talk', () => third.state.state === 'talking')
        await bench.calls('107')
        await bench.waitsFor(tones.busy)
        lobby.hangUp()
        await office.run(980) // it could still be a flash
        office.interrupt(turn, () => office.killExchange())
        await office.run(200)
        office.killExchange()
        lobby.lift()
        await office.run(500)
        office.startExchange()
        await lobby.waitsFor(tones.dial, 1500) // the lifeline's would come later
        lobby.hangUp()
        bench.hangUp()
      })
    }
  },
)
