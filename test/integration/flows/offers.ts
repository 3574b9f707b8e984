import type { Test } from 'tap'
import { answers, gets, sends } from '../../peers/scenario.ts'
import { header } from '../../peers/sip-text.ts'
import { NUMBERS } from './flows-office.ts'
import { CALLS, HANGS_UP, IS_CALLED, IS_LEFT, offers } from './ladders.ts'
import type { Stage } from './stage.ts'

const { bob } = NUMBERS
const RELIABLE = ['Require: 100rel']
const ALLOW = 'Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE'
const RSEQ = { takes: { rseq: ['RSeq', '([0-9]+)'] } } as const

/** Who describes what and when: RFC 3261 §13, RFC 3262, RFC 3311, RFC 3264, RFC 6337. */
export async function offerFlows(t: Test, stage: Stage): Promise<void> {
  await t.test(
    'RFC 3261 §14.2 a re-INVITE without description: our offer is in the 200',
    async (t) => {
      const { ann } = await stage.play(t, {
        ann: {
          calls: bob,
          does: [
            ...CALLS,
            sends('INVITE'),
            gets(100, { optional: true }),
            gets(200),
            sends('ACK', { sdp: { direction: 'sendonly' } }),
            ...offers('sendrecv'),
            ...HANGS_UP,
          ],
        },
        bob: { does: [...IS_CALLED, ...IS_LEFT] },
      })
      t.match(ann.got(200, 1).body, /a=sendrecv/, 'all that we can, though we might be on hold')
    },
  )

  await t.test(
    'RFC 3262 §5 without offer, and reliably: ours in the 180, theirs in the PRACK',
    async (t) => {
      const { ann } = await stage.play(t, {
        ann: {
          calls: bob,
          does: [
            sends('INVITE', { headers: [...RELIABLE, ALLOW] }),
            gets(100),
            gets(180, RSEQ),
            sends('PRACK', { headers: ['RAck: [$rseq] 1 INVITE'], sdp: {} }),
            gets(200),
            gets(200, { of: 'INVITE' }),
            sends('ACK'),
            ...HANGS_UP,
          ],
        },
        bob: { does: [...IS_CALLED, ...IS_LEFT] },
      })
      t.match(ann.got(180).body, /^v=0/)
      t.equal(header(ann.got(180), 'Require'), '100rel')
      t.equal(ann.got(200, 1).body, '', 'offer and answer are over')
    },
  )

  await t.test('RFC 3262 §4 a provider rings reliably, and we acknowledge it', async (t) => {
    const { south } = await stage.play(t, {
      ann: {
        calls: '95855550100',
        does: [
          sends('INVITE', { sdp: {} }),
          gets(100),
          gets(183),
          gets(200),
          sends('ACK'),
          ...HANGS_UP,
        ],
      },
      north: { does: [gets('INVITE'), answers(503), gets('ACK')] },
      south: {
        does: [
          gets('INVITE'),
          answers(183, { sdp: {}, headers: [...RELIABLE, 'RSeq: 776655', ALLOW] }),
          gets('PRACK'),
          answers(200),
          answers(200, { to: 'INVITE' }),
          gets('ACK'),
          ...IS_LEFT,
        ],
      },
    })
    t.match(header(south.got('INVITE'), 'Supported'), /100rel/, 'SADV-7')
    t.equal(header(south.got('PRACK'), 'RAck'), '776655 1 INVITE')
  })

  await t.test('RFC 3311 §5.2 UPDATE before the answer, and after it', async (t) => {
    const { ann } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          sends('INVITE', { sdp: {}, headers: [...RELIABLE, ALLOW] }),
          gets(100),
          gets(180, RSEQ),
          sends('PRACK', { headers: ['RAck: [$rseq] 1 INVITE'] }),
          gets(200),
          gets(200, { of: 'INVITE' }),
          sends('ACK'),
          sends('UPDATE', { sdp: { direction: 'sendonly' }, headers: [ALLOW] }),
          gets(200),
          sends('UPDATE', { sdp: {}, headers: [ALLOW] }),
          gets(200),
          ...HANGS_UP,
        ],
      },
      bob: { does: [...IS_CALLED, ...IS_LEFT] },
    })
    t.match(ann.got(200, 2).body, /a=recvonly/)
    t.match(ann.got(200, 3).body, /a=sendrecv/)
  })

  await t.test('RFC 4028 §9 a caller that wants a session timer, and refreshes it', async (t) => {
    const expires = 'Session-Expires: 90;refresher=uac'
    const agreed = { takes: { agreed: ['Session-Expires', '90;refresher=uac'] } } as const
    await stage.play(t, {
      ann: {
        calls: bob,
        times: 3,
        does: [
          sends('INVITE', {
            sdp: {},
            headers: ['Require: 100rel, timer', 'Supported: timer', expires, ALLOW],
          }),
          gets(100),
          gets(180, RSEQ),
          sends('PRACK', { headers: ['RAck: [$rseq] 1 INVITE'] }),
          gets(200),
          gets(200, { of: 'INVITE', ...agreed }),
          sends('ACK'),
          sends('UPDATE', { headers: ['Supported: timer', expires, ALLOW] }),
          gets(200, { takes: { again: agreed.takes.agreed } }),
          ...HANGS_UP,
        ],
      },
      bob: { times: 3, does: [...IS_CALLED, ...IS_LEFT] },
    })
  })

  await t.test('RFC 4028 §9 too short an interval', async (t) => {
    const { ann } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          sends('INVITE', { sdp: {}, headers: ['Supported: timer', 'Session-Expires: 60'] }),
          gets(100, { optional: true }),
          gets(422),
          sends('ACK'),
        ],
      },
    })
    t.equal(header(ann.got(422), 'Min-SE'), '90')
  })

  await t.test('RFC 3264 §8.4 hold as of old, and an offer that cannot be taken', async (t) => {
    const { ann } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          ...CALLS,
          sends('INVITE', { sdp: { address: '0.0.0.0' } }),
          gets(100, { optional: true }),
          gets(200),
          sends('ACK'),
          sends('INVITE', {
            body: {
              type: 'application/sdp',
              text: 'v=0\no=sipp 1 9 IN IP4 [media_ip]\ns=-\nc=IN IP4 [media_ip]\nt=0 0\nm=audio [media_port] RTP/AVP 96\na=rtpmap:96 strange/8000',
            },
          }),
          gets(100, { optional: true }),
          gets(488),
          sends('ACK'),
          ...HANGS_UP,
        ],
      },
      bob: { does: [...IS_CALLED, ...IS_LEFT] },
    })
    t.match(ann.got(200, 1).body, /m=audio [1-9]\d*/, 'the call goes on as it was')
  })
}

/** Who is faster: RFC 3261 §9, §13.2.2.4. */
export async function raceFlows(t: Test, stage: Stage): Promise<void> {
  await t.test(
    'RFC 3261 §9.2 CANCEL that crosses our 200: answered, and without effect',
    async (t) => {
      await stage.play(t, {
        ann: {
          calls: bob,
          does: [...CALLS.slice(0, 4), sends('CANCEL'), gets(200), sends('ACK'), ...HANGS_UP],
        },
        bob: { does: [...IS_CALLED, ...IS_LEFT] },
      })
    },
  )

  await t.test(
    'RFC 3261 §9.1 our CANCEL that crosses a 200: acknowledged, and ended',
    async (t) => {
      await stage.play(t, {
        ann: {
          calls: bob,
          does: [
            sends('INVITE', { sdp: {} }),
            gets(100),
            gets(180),
            sends('CANCEL'),
            gets(200),
            gets(487, { of: 'INVITE' }),
            sends('ACK'),
          ],
        },
        bob: {
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
    },
  )

  await t.test('RFC 3261 §12.2.2 requests in a dialog that is none', async (t) => {
    await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          sends('BYE', { headers: [] }),
          gets(481),
          sends('OPTIONS', { dialog: 'b' }),
          gets(401, { dialog: 'b' }),
        ],
      },
    })
  })
}
