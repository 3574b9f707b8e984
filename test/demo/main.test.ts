import t, { test } from 'tap'
import { command } from '../../firmware/demo/main.ts'

t.setTimeout(600_000)

test('the demo draws the ladder of a call, transfers an outside call, and says what each telephone heard', async (t) => {
  let printed = ''
  const io = {
    stdout: (text: string) => {
      printed += text
    },
    stderr: (text: string) => t.comment(text),
  }
  t.equal(await command.run([], io), 0)
  t.match(printed, /101 .*exchange .*102\n/)
  t.match(printed, /─ INVITE \(SDP\) ─+▶│/)
  t.match(printed, /◀─ 180 Ringing ─+│/)
  t.match(printed, /● 102 heard 440 Hz at -(9|10)\.\d dBm0/)
  t.match(printed, /● 101 heard 1000 Hz at -(9|10)\.\d dBm0/)
  t.match(printed, /● the central office rings fxo-1: JANE ROE, 2025550123/)
  t.match(printed, /● fxs-1 rings and shows JANE ROE, 12025550123; it answers/)
  t.match(printed, /● fxs-1 hears 350 \+ 440 Hz: dial tone/)
  t.match(printed, /● fxs-1 hears 440 \+ 480 Hz: ringback/)
  t.match(printed, /● fxs-2 hears 1300 Hz at -(9|10)\.\d dBm0: the caller/)
  t.match(printed, /● fxs-2 hears 480 \+ 620 Hz: it is over/)
  t.match(printed, /● all lines are idle\n$/)
})
