import t from 'tap'
import { tonesOf } from '../../../firmware/calls/country-tones.ts'
import { TONE_PLANS } from '../../../firmware/model/tone-plans.ts'
import { heardTone } from '../../../firmware/phones/heard-tones.ts'
import { bellOf, burstsUntil, type Place } from '../../../firmware/web/ui/src/softphone/cadence.ts'
import { whichSound } from '../../../firmware/web/ui/src/softphone/which-sound.ts'

const START = { part: 0, at: 10 }

/** When a tone of a country sounds, ms from its beginning. */
function times(country: string, name: 'ringback' | 'busy', seconds: number) {
  const tone = heardTone(tonesOf(country)[name])
  return burstsUntil(tone, START, START.at + seconds).bursts.map(({ at, until = Infinity, hz }) => [
    Math.round((at - START.at) * 1000),
    Math.round((until - START.at) * 1000),
    ...hz,
  ])
}

t.test('DFEA-72 a browser phone makes the tones of its country', async (t) => {
  t.strictSame(times('US', 'ringback', 7), [
    [0, 2000, 440, 480],
    [6000, 8000, 440, 480],
  ])
  t.strictSame(times('GB', 'ringback', 3.5), [
    [0, 400, 400, 450],
    [600, 1000, 400, 450],
    [3000, 3400, 400, 450],
  ])
  t.strictSame(times('US', 'busy', 1.2), [
    [0, 500, 480, 620],
    [1000, 1500, 480, 620],
  ])
})

t.test('its bell rings in the cadence of the country, in one sound', async (t) => {
  const bell = bellOf(heardTone(tonesOf('GB').ringback))
  t.strictSame(
    bell.parts.map(({ hz, ms }) => [hz.length > 0, ms]),
    [
      [true, 400],
      [false, 200],
      [true, 400],
      [false, 2000],
    ],
  )
})

t.test('what is laid ready bit by bit is what is laid ready at once', async (t) => {
  for (const country of Object.keys(TONE_PLANS)) {
    for (const name of ['ringback', 'busy', 'congestion'] as const) {
      const tone = heardTone(tonesOf(country)[name])
      const once = burstsUntil(tone, START, START.at + 60)
      let place: Place | undefined = START
      const bursts = Array.from({ length: 60 }, (_, second) => {
        const laid = burstsUntil(tone, place, START.at + second + 1)
        place = laid.place
        return laid.bursts
      }).flat()
      t.strictSame(bursts, once.bursts, `${country} ${name}`)
      t.ok(bursts.length > 0)
    }
  }
})

t.test('a tone without a pause is laid ready once and sounds until it is stopped', async (t) => {
  const dial = heardTone(tonesOf('US').dial)
  const { bursts, place } = burstsUntil(dial, START, START.at + 60)
  t.strictSame(bursts, [{ hz: [350, 440], at: START.at }])
  t.equal(place, undefined)
})

t.test('what a browser phone plays', async (t) => {
  const call = { state: 'calls', held: false } as const
  t.equal(whichSound([]), undefined)
  t.equal(whichSound([{ state: 'rings', held: false }]), 'ring')
  t.equal(whichSound([{ ...call, early: 'ringing' }]), 'ringback')
  t.equal(whichSound([{ ...call, early: 'heard' }]), undefined, 'the other side is heard already')
  t.equal(whichSound([{ state: 'over', held: false, refused: 'busy' }]), 'busy')
  t.equal(whichSound([{ state: 'over', held: false, refused: 'congestion' }]), 'congestion')
  t.equal(whichSound([{ state: 'over', held: false }]), undefined, 'it was spoken')
  const speaks = { state: 'up', held: false } as const
  t.equal(whichSound([speaks, { state: 'rings', held: false }]), undefined)
  t.equal(
    whichSound([
      { ...speaks, held: true },
      { state: 'rings', held: false },
    ]),
    'ring',
  )
})
