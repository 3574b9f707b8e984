import t from 'tap'
import { aRegistrar } from './fakes.ts'

/** Numbers that look random and are the same in every run (xorshift). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

t.test(
  'RFC 3261 §10.3 telephones that vanish at any point of any order leave nothing behind',
  async (t) => {
    for (let seed = 1; seed <= 40; seed++) {
      const roll = dice(seed)
      const { bindings, clock, kept, registers, sends } = aRegistrar()
      const idle = clock.waiting
      for (let step = 0; step < 40; step++) {
        const user = roll() < 0.5 ? '101' : '102'
        const phone = Math.floor(roll() * 3)
        const at = { user, port: 5060 + phone, contact: `sip:${user}@10.1.1.1:${5060 + phone}` }
        const fate = roll()
        if (fate < 0.5) registers({ ...at, expires: 60 + Math.floor(roll() * 600) })
        else if (fate < 0.6) registers({ ...at, expires: 0 })
        else if (fate < 0.65) registers({ user, port: at.port, contact: '*', expires: 0 })
        else if (fate < 0.7) registers({ ...at, password: 'guessed' })
        else if (fate < 0.75)
          sends(
            `REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK${seed}-${step}\r\nFrom: <sip:${user}@x>;tag=1\r\nTo: <sip:${user}@x>\r\nCall-ID: half\r\nCSeq: 1 REGISTER\r\n\r\n`,
            at.port,
          )
        else await clock.advance(roll() * 120_000)
      }
      await clock.advance(3_600_000) // nobody says anything any more
      t.strictSame([...bindings.handsets()], [], `seed ${seed}`)
      t.equal(kept.size, 0, 'nor is anything kept for another process')
      t.equal(clock.waiting, idle, 'no timer waits for anybody')
      bindings.stop()
    }
  },
)
