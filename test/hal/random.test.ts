import t from 'tap'
import { Office } from './office.ts'

const COUNT = 16 // so many in order by chance: once in 10^13

/** Differences of neighbours. */
function steps(numbers: readonly number[]): readonly number[] {
  return numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0))
}

t.test(
  'SECURITY row 6: nobody guesses the next port, SSRC or sequence number from those before',
  async (t) => {
    const office = new Office(t)
    const context = office.media.addContext()
    const parties = await Promise.all(Array.from({ length: COUNT }, () => office.party(context)))
    const ports = parties.map(({ port }) => port)
    t.equal(new Set(ports).size, COUNT)
    t.ok(ports.every((port) => port % 2 === 0 && port >= 20_000 && port <= 60_000))
    const [first] = parties
    if (!first) throw new Error('no party')
    first.phone.talk(1000)
    await Promise.all(parties.slice(1).map(({ phone }) => phone.hears(1000)))
    const sent = parties.slice(1).flatMap(({ phone }) => phone.packets[0] ?? [])
    t.equal(sent.length, COUNT - 1)
    const ssrcs = sent.map(({ ssrc }) => ssrc)
    t.equal(new Set(ssrcs).size, COUNT - 1)
    const sequences = sent.map(({ sequence }) => sequence)
    for (const numbers of [ports, ssrcs, sequences]) {
      t.ok(steps(numbers).some((step) => step > 0) && steps(numbers).some((step) => step < 0))
      t.ok(new Set(steps(numbers)).size > COUNT / 2, 'no step comes again and again')
    }
  },
)
