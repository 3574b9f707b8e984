import t, { test } from 'tap'
import { command } from '../../firmware/demo/main.ts'

t.setTimeout(120_000)

test('the demo draws the ladder of a call and says what each telephone heard', async (t) => {
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
})
