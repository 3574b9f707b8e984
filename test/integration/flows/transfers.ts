import type { Test } from 'tap'
import type { Step } from '../../peers/scenario.ts'
import { answers, gets, rests, sends, waitsFor } from '../../peers/scenario.ts'
import { header } from '../../peers/sip-text.ts'
import { NUMBERS } from './flows-office.ts'
import { CALLS, IS_CALLED, IS_LEFT, offers, tells } from './ladders.ts'
import type { Stage } from './stage.ts'

const { ann, bob, cal } = NUMBERS
const SECOND = { dialog: 'b' } as const
const REFER_TO_CAL = `Refer-To: <sip:${cal}@[server]>`

/** The second call of the transferor, as far as it goes. */
const consults = (to: number): readonly Step[] => [
  sends('INVITE', { ...SECOND, to: cal, sdp: {} }),
  gets(100, SECOND),
  gets(180, { ...SECOND, takes: { cal_tag: ['To', 'tag=([^;]+)'] } }),
  ...(to >= 200 ? [gets(200, SECOND), sends('ACK', SECOND)] : []),
]

/** The second call, named in a URI: RFC 5589 §7.1. Its tags are as the one who gets the REFER knows them. */
const REPLACES =
  'Replaces=b%2F%2F%2F[call_id]%3Bto-tag%3D[$cal_tag]%3Bfrom-tag%3D[pid]-[call_number]-b'
const REFER_TO_SECOND = `Refer-To: <sip:${cal}@[server]?${REPLACES}>`

/**
 * RFC 5589, and RFC 5359 §2.4, §2.5. The exchange does what the figures have the transferee do: nobody but the transferor hears of the transfer.
 */
export async function transferFlows(t: Test, stage: Stage): Promise<void> {
  await t.test('RFC 5589 §6.1, RFC 5359 §2.4 blind transfer', async (t) => {
    const { bob: b, cal: c } = await stage.play(t, {
      ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
      bob: {
        does: [
          ...IS_CALLED,
          ...offers('sendonly'),
          sends('REFER', { headers: [REFER_TO_CAL, `Referred-By: <sip:${bob}@[server]>`] }),
          gets(202),
          ...tells(100, 'active'),
          ...tells(180, 'active'),
          ...tells(200, 'terminated;reason=noresource'),
          ...IS_LEFT,
        ],
      },
      cal: { does: [...IS_CALLED, sends('BYE'), gets(200)] },
    })
    t.match(header(c.got('INVITE'), 'From'), `<sip:${ann}@`)
    const told = [0, 1, 2].map((nth) => header(b.got('NOTIFY', nth), 'Call-ID'))
    t.strictSame(new Set(told), new Set([header(b.got('INVITE'), 'Call-ID')]), 'in the dialog')
  })

  await t.test('RFC 5589 §6.2 the target is busy: the call is where it was', async (t) => {
    await stage.play(t, {
      ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
      bob: {
        does: [
          ...IS_CALLED,
          sends('REFER', { headers: [REFER_TO_CAL] }),
          gets(202),
          ...tells(100, 'active'),
          ...tells(486, 'terminated'),
          ...offers('sendrecv'),
          rests(3000), // who hangs up sooner is called back: it meant the other no harm
          sends('BYE'),
          gets(200),
        ],
      },
      cal: { does: [gets('INVITE'), answers(486), gets('ACK')] },
    })
  })

  await t.test('RFC 5589 §7.3, RFC 5359 §2.5 attended transfer', async (t) => {
    const { ann: a, cal: c } = await stage.play(t, {
      ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
      bob: {
        does: [
          ...IS_CALLED,
          ...offers('sendonly'),
          ...consults(200),
          sends('INVITE', { ...SECOND, sdp: { direction: 'sendonly' } }),
          gets(100, { ...SECOND, optional: true }),
          gets(200, SECOND),
          sends('ACK', SECOND),
          sends('REFER', { headers: [REFER_TO_SECOND] }),
          gets(202),
          ...tells(100, 'active'),
          ...tells(200, 'terminated'),
          gets('BYE', SECOND),
          answers(200, SECOND),
          ...IS_LEFT,
        ],
      },
      cal: { does: [...IS_CALLED, waitsFor('bob', 'BYE'), sends('BYE'), gets(200)] },
    })
    t.equal(a.count('INVITE'), 0, 'no re-INVITE is needed: the media stay with us')
    t.equal(c.count('INVITE'), 1)
  })

  await t.test('RFC 5589 §7.6 semi-attended transfer: the target rings on', async (t) => {
    const { cal: c } = await stage.play(t, {
      ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
      bob: {
        does: [
          ...IS_CALLED,
          ...consults(180),
          sends('REFER', { headers: [REFER_TO_SECOND] }),
          gets(202),
          ...tells(100, 'active'),
          ...tells(180, 'active'),
          gets(480, { ...SECOND, of: 'INVITE' }),
          sends('ACK', SECOND),
          ...tells(200, 'terminated'),
          ...IS_LEFT,
        ],
      },
      cal: {
        does: [
          gets('INVITE'),
          answers(180),
          waitsFor('bob', 202),
          answers(200, { to: 'INVITE', sdp: {} }),
          gets('ACK'),
          sends('BYE'),
          gets(200),
        ],
      },
    })
    t.equal(c.count('INVITE'), 1)
  })

  for (const [what, referTo, status] of [
    ['somebody else’s server', '<sip:203@192.0.2.1>', 603],
    ['another method', '<sip:203@[server];method=BYE>', 603],
    ['nothing that can be read', 'sip:203@[server] sip:204', 400],
  ] as const) {
    await t.test(`RFC 3515 §2.4.2 REFER to ${what} is refused`, async (t) => {
      await stage.play(t, {
        ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
        bob: {
          does: [
            ...IS_CALLED,
            sends('REFER', { headers: [`Refer-To: ${referTo}`] }),
            gets(status),
            sends('BYE'),
            gets(200),
          ],
        },
      })
    })
  }

  await t.test('RFC 3515 §2.1 REFER outside of a call is not taken', async (t) => {
    await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          sends('REFER', { headers: [REFER_TO_CAL] }),
          gets(401),
          sends('REFER', { headers: [REFER_TO_CAL], credentials: true }),
          gets(403),
        ],
      },
    })
  })
}
