import type { Test } from 'tap'
import { answers, gets, sends } from '../../peers/scenario.ts'
import { header } from '../../peers/sip-text.ts'
import { NUMBERS } from './flows-office.ts'
import type { Stage } from './stage.ts'

const { ann, bob } = NUMBERS

/** RFC 3665 §3, with the exchange between the two: what reaches Bob is a call of its own. */
export async function sessionFlows(t: Test, stage: Stage): Promise<void> {
  await t.test('RFC 3665 §3.1 a session is established and ended', async (t) => {
    const { ann: a, bob: b } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          sends('INVITE', { sdp: {} }),
          gets(100),
          gets(180),
          gets(200),
          sends('ACK'),
          gets('BYE'),
          answers(200),
        ],
      },
      bob: {
        does: [
          gets('INVITE'),
          answers(180),
          answers(200, { sdp: {} }),
          gets('ACK'),
          sends('BYE'),
          gets(200),
        ],
      },
    })
    t.match(header(b.got('INVITE'), 'From'), new RegExp(`<sip:${ann}@`))
    t.not(header(a.sent('INVITE'), 'Call-ID'), header(b.got('INVITE'), 'Call-ID'), 'a B2BUA')
  })
}
