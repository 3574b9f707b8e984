import type { Test } from 'tap'
import t from 'tap'
import { openMedia } from '../../../hal/ffi/media.ts'
import { Card } from './a-card.ts'

const ONE = 0
const TWO = 1
const FXO = 2

/** Two telephones, an outside line and a stepped libmedia, all in one context; time goes by for both libraries. */
function aCall(t: Test) {
  const card = new Card(t, 'sim:fxs=2,fxo=1')
  const media = openMedia(
    {
      maxTerminations: 8,
      ports: { low: 20_000, high: 60_000 },
      dscp: 46,
      rtpLostMs: 0,
      stepped: true,
    },
    () => {},
  )
  t.teardown(() => media.close())
  const context = media.addContext()
  const add = (line: number) => {
    const { name = '' } = card.library.lines[line] ?? {}
    card.library.serve(line, true, false)
    return media.addLine(context, { path: card.audioPath, name })
  }
  const talk = (ms: number) => {
    for (let i = 0; i < ms; i += 20) {
      for (let left = 2; left > 0; ) left -= card.library.step(left)
      media.step(1)
    }
  }
  return { media, add, talk, library: card.library }
}

t.test('two telephones hear each other through both libraries, without a slip', async (t) => {
  const { library, add, talk } = aCall(t)
  for (const line of [ONE, TWO]) {
    library.sim.lift(line)
    add(line)
  }
  talk(500)
  library.sim.say(ONE, { voice: 'tone', hz: 700, levelDbm0: -12 })
  library.sim.say(TWO, { voice: 'tone', hz: 1900, levelDbm0: -18 })
  talk(3000)
  t.match(library.sim.hear(TWO).hz, [700])
  t.ok(Math.abs(library.sim.hear(TWO).levelDbm0 + 12) < 1)
  t.match(library.sim.hear(ONE).hz, [1900])
  t.ok(Math.abs(library.sim.hear(ONE).levelDbm0 + 18) < 1)
  t.equal(library.state(ONE).slips + library.state(TWO).slips, 0)
  t.equal(library.state(ONE).lifeline, 'off')
})

t.test('digits of libmedia reach the central office', async (t) => {
  const { library, media, add, talk } = aCall(t)
  const line = add(FXO)
  library.hook(FXO, 'off')
  talk(1000)
  t.equal(library.sim.office(FXO).state, 'dial-tone')
  media.sendDigits(line, '5550101', 100, 100)
  talk(3000)
  t.equal(library.sim.office(FXO).dialled, '5550101')
})

t.test('media that stops leaves the telephone to the lifeline', async (t) => {
  const { library, media, add, talk } = aCall(t)
  library.sim.lift(ONE)
  const termination = add(ONE)
  talk(4000)
  t.equal(library.state(ONE).lifeline, 'off')
  media.remove(termination)
  talk(2500)
  t.equal(library.state(ONE).lifeline, 'tone')
  t.strictSame([...library.sim.hear(ONE).hz].sort(), [350, 440])
})
