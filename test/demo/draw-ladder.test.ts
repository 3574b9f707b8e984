import { test } from 'tap'
import { drawLadder } from '../../firmware/demo/draw-ladder.ts'

test('a ladder shows who sent what to whom, and when', async (t) => {
  const caller = { address: '127.0.0.1:5001', name: '101' }
  const called = { address: '127.0.0.1:5002', name: '102' }
  const drawn = drawLadder(
    [
      { at: 1000, from: caller.address, to: 'exchange', text: 'INVITE (SDP)' },
      { at: 1002, from: 'exchange', to: called.address, text: 'INVITE (SDP)' },
      { at: 1040, from: called.address, to: 'exchange', text: '180 Ringing' },
      { at: 1041, from: 'exchange', to: caller.address, text: '180 Ringing' },
    ],
    caller,
    called,
  )
  t.equal(
    drawn,
    `        101                         exchange                          102
    0 ms │─ INVITE (SDP) ──────────────▶│                              │
    2 ms │                              │─ INVITE (SDP) ──────────────▶│
   40 ms │                              │◀─ 180 Ringing ───────────────│
   41 ms │◀─ 180 Ringing ───────────────│                              │
`,
  )
})
