import type { Test } from 'tap'
import { answers, follows, gets, sends, waitsFor } from '../../peers/scenario.ts'
import { header } from '../../peers/sip-text.ts'
import { GROUPS, NUMBERS } from './flows-office.ts'
import { CALLS, HANGS_UP, IS_CALLED, IS_LEFT, letsGo, offers, watches } from './ladders.ts'
import type { Stage } from './stage.ts'

const { ann, bob, cal } = NUMBERS
const ELSEWHERE = /^SIP;cause=200;text="Call completed elsewhere"$/
const IS_CANCELLED = [gets('CANCEL'), answers(200), answers(487, { to: 'INVITE' }), gets('ACK')]

/**
 * RFC 5359, as far as there is something of it today. A hold is between a telephone and the exchange: the figures pass it on, and so the other party
 * hears of none. Not here: music on hold (§2.3, silence is sent), screening (§2.13, §2.14), park (§2.15), click to dial (§2.18).
 */
export async function serviceFlows(t: Test, stage: Stage): Promise<void> {
  await t.test('RFC 5359 §2.1 call hold', async (t) => {
    const { ann: a, bob: b } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [...CALLS, ...offers('sendonly'), ...offers('sendrecv'), ...HANGS_UP],
      },
      bob: { does: [...IS_CALLED, ...IS_LEFT] },
    })
    t.match(a.got(200, 1).body, /a=recvonly/)
    t.match(a.got(200, 2).body, /a=sendrecv/)
    t.equal(b.count('INVITE'), 1)
  })

  await t.test('RFC 5359 §2.2 consultation hold', async (t) => {
    const second = { dialog: 'b' } as const
    await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          ...CALLS,
          ...offers('sendonly'),
          sends('INVITE', { ...second, to: cal, sdp: {} }),
          gets(100, second),
          gets(180, second),
          gets(200, second),
          sends('ACK', second),
          sends('BYE', second),
          gets(200, second),
          ...offers('sendrecv'),
          ...HANGS_UP,
        ],
      },
      bob: { does: [...IS_CALLED, ...IS_LEFT] },
      cal: { does: [...IS_CALLED, ...IS_LEFT] },
    })
  })

  await t.test('RFC 5359 §2.8 call forwarding when busy', async (t) => {
    const { cal: c } = await stage.play(t, {
      ann: { calls: GROUPS.forwarded, does: [...CALLS, ...HANGS_UP] },
      bob: { does: [gets('INVITE'), answers(486), gets('ACK')] },
      cal: { does: [...IS_CALLED, ...IS_LEFT] },
    })
    t.match(header(c.got('INVITE'), 'From'), `<sip:${ann}@`)
  })

  await t.test('RFC 5359 §2.9 call forwarding when nobody answers', async (t) => {
    await stage.play(t, {
      ann: { calls: GROUPS.forwarded, does: [...CALLS, ...HANGS_UP] },
      bob: { does: [gets('INVITE'), answers(180), ...IS_CANCELLED] }, // rings once: 6 s
      cal: { does: [...IS_CALLED, ...IS_LEFT] },
    })
  })

  await t.test('RFC 5359 §2.11 a third party cannot join a call that is none', async (t) => {
    await stage.play(t, {
      cal: {
        calls: bob,
        does: [
          sends('INVITE', { sdp: {}, headers: ['Join: none;to-tag=1;from-tag=2'] }),
          gets(100, { optional: true }),
          gets(481),
          sends('ACK'),
        ],
      },
    })
  })

  await t.test('RFC 5359 §2.12 find-me: the first answer wins, the others stop', async (t) => {
    const { cal: c } = await stage.play(t, {
      ann: { calls: GROUPS.findMe, does: [...CALLS, ...HANGS_UP] },
      bob: { does: [...IS_CALLED, ...IS_LEFT] },
      cal: { does: [gets('INVITE'), answers(180), ...IS_CANCELLED] },
    })
    t.match(header(c.got('CANCEL'), 'Reason'), ELSEWHERE)
  })

  await t.test('RFC 5359 §2.12 find-me: two answer at once', async (t) => {
    await stage.play(t, {
      ann: { calls: GROUPS.findMe, does: [...CALLS, ...HANGS_UP] },
      bob: { does: [...IS_CALLED, ...IS_LEFT] },
      cal: {
        does: [
          gets('INVITE'),
          answers(180),
          gets('CANCEL'),
          answers(200),
          answers(200, { to: 'INVITE', sdp: {} }),
          gets('ACK'),
          ...IS_LEFT,
        ],
      },
    })
  })

  await t.test('RFC 5359 §2.12 find-me: nobody wants it', async (t) => {
    const refuses = (status: number) => [gets('INVITE'), answers(status), gets('ACK')]
    await stage.play(t, {
      ann: {
        calls: GROUPS.findMe,
        does: [sends('INVITE', { sdp: {} }), gets(100), gets(486), sends('ACK')],
      },
      bob: { does: refuses(603) },
      cal: { does: refuses(486) },
    })
  })

  await t.test('RFC 5359 §2.16 call pickup: what rings is seen, and taken', async (t) => {
    const { ann: a, cal: c } = await stage.play(t, {
      cal: {
        calls: bob,
        does: [
          ...watches('dialog'),
          follows('NOTIFY', {
            call: ['body', 'call-id="([^"]+)"'],
            ours: ['body', 'local-tag="([^"]+)"'],
            theirs: ['body', 'remote-tag="([^"]+)"'],
            early: ['body', '<state>early<'],
          }),
          ...letsGo('dialog'), // or what it is told would come between
          sends('INVITE', {
            dialog: 'b',
            sdp: {},
            headers: ['Replaces: [$call];to-tag=[$ours];from-tag=[$theirs];early-only'],
          }),
          gets(100, { dialog: 'b', optional: true }),
          gets(200, { dialog: 'b' }),
          sends('ACK', { dialog: 'b' }),
          sends('BYE', { dialog: 'b' }),
          gets(200, { dialog: 'b' }),
        ],
      },
      ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
      bob: { does: [gets('INVITE'), answers(180), ...IS_CANCELLED] },
    })
    t.equal(a.count('INVITE'), 0)
    t.match(c.sent('INVITE').start, `INVITE sip:${bob}@`)
  })

  await t.test('RFC 5359 §2.17 automatic redial: whoever was busy is free again', async (t) => {
    await stage.play(t, {
      cal: {
        calls: bob,
        does: [
          ...watches('dialog'),
          follows('NOTIFY', { talks: ['body', '<state>confirmed<'] }),
          follows('NOTIFY', { over: ['body', '<state[^>]*>terminated<'] }),
          ...letsGo('dialog'),
          sends('INVITE', { dialog: 'b', sdp: {} }),
          gets(100, { dialog: 'b' }),
          gets(180, { dialog: 'b' }),
          gets(200, { dialog: 'b' }),
          sends('ACK', { dialog: 'b' }),
          sends('BYE', { dialog: 'b' }),
          gets(200, { dialog: 'b' }),
        ],
      },
      ann: { calls: bob, does: [...CALLS, waitsFor('cal', /<state>confirmed</), ...HANGS_UP] },
      bob: { times: 2, does: [...IS_CALLED, ...IS_LEFT] },
    })
  })
}
