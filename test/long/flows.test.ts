import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { aServer } from '../integration/an-office.ts'
import { flowsOffice, NUMBERS, PROVIDERS } from '../integration/flows/flows-office.ts'
import { CALLS, HANGS_UP, IS_CALLED } from '../integration/flows/ladders.ts'
import { Stage } from '../integration/flows/stage.ts'
import { answers, gets, rests, sends } from '../peers/scenario.ts'
import { header } from '../peers/sip-text.ts'

/** The flows whose timers are the standard's: half a minute and more. Three pairs of telephones play at the same time. */

t.setTimeout(300_000)
t.jobs = 3
const { bob, dan, eve } = NUMBERS
const providers = {
  north: { address: PROVIDERS.north, port: await freePort(PROVIDERS.north) },
  south: { address: PROVIDERS.south, port: await freePort(PROVIDERS.south) },
}
const server = await aServer(t, { office: flowsOffice(providers, 20), limitMs: 60_000 })
const stage = new Stage({ server, providers })
const LIMIT = 150 // s
const UPDATES = 'Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE'
const IS_LEFT_LATE = [gets('BYE', { probed: true }), answers(200)]
const timed = (refresher: 'uac' | 'uas') => [
  'Supported: timer',
  `Session-Expires: 90;refresher=${refresher}`,
]

test('Ann and Bob', async (t) => {
  await t.test(
    'RFC 4028 §10 the peer that refreshes has vanished: both are told BYE in time',
    async (t) => {
      const begun = performance.now()
      const { ann } = await stage.play(
        t,
        {
          ann: {
            calls: bob,
            does: [
              sends('INVITE', { sdp: {}, headers: timed('uac') }),
              ...CALLS.slice(1),
              ...IS_LEFT_LATE,
            ],
          },
          bob: { does: [...IS_CALLED, ...IS_LEFT_LATE] },
        },
        LIMIT,
      )
      const seconds = (performance.now() - begun) / 1000
      t.ok(seconds >= 57, `${seconds} s`) // 90 less a third, RFC 4028 §10: min(32, interval / 3)
      t.match(header(ann.got('BYE'), 'Reason'), /cause=102/)
    },
  )

  await t.test(
    'RFC 3665 §3.10 the called telephone is silent: 408 after 64 T1, where the figure has 480',
    async (t) => {
      await stage.play(
        t,
        {
          ann: {
            calls: bob,
            does: [sends('INVITE', { sdp: {} }), gets(100), gets(408), sends('ACK')],
          },
          bob: { does: [gets('INVITE'), rests(40_000)] },
        },
        LIMIT,
      )
    },
  )
})

test('Cal and Dan', async (t) => {
  await t.test(
    'RFC 4028 §7.2, RFC 3261 §14 we refresh by re-INVITE, and it meets one of theirs',
    async (t) => {
      const { cal } = await stage.play(
        t,
        {
          cal: {
            calls: dan,
            does: [
              sends('INVITE', {
                sdp: {},
                headers: [...timed('uas'), 'Allow: INVITE, ACK, BYE, CANCEL'],
              }),
              ...CALLS.slice(1),
              gets('INVITE', { probed: true }), // after half of the 90 s
              sends('INVITE', { sdp: { direction: 'sendonly' }, once: true }),
              gets(491),
              sends('ACK'),
              answers(491, { to: 'INVITE' }),
              gets('ACK'),
              gets('INVITE', { probed: true }),
              answers(200, { sdp: { again: true }, headers: ['Require: timer', ...timed('uac')] }),
              gets('ACK'),
              ...HANGS_UP,
            ],
          },
          dan: { does: [...IS_CALLED, ...IS_LEFT_LATE] },
        },
        LIMIT,
      )
      t.equal(
        cal.got('INVITE').body,
        cal.got(200).body,
        'the same description: only the timer is new',
      )
      t.match(header(cal.got('INVITE'), 'Session-Expires'), /^90;refresher=uac$/)
    },
  )

  await t.test(
    'RFC 3262 §3 a reliable response that is never acknowledged ends the call',
    async (t) => {
      await stage.play(
        t,
        {
          cal: {
            calls: dan,
            does: [
              sends('INVITE', { sdp: {}, headers: ['Require: 100rel', UPDATES] }),
              gets(100),
              gets(180),
              gets(504),
              sends('ACK'),
            ],
          },
          dan: {
            does: [
              gets('INVITE'),
              answers(180),
              gets('CANCEL'),
              answers(200),
              answers(487, { to: 'INVITE' }),
              gets('ACK'),
            ],
          },
        },
        LIMIT,
      )
    },
  )
})

test('Eve and a newcomer', async (t) => {
  await t.test('RFC 4028 §7.4 we refresh by UPDATE where the peer takes it', async (t) => {
    const { far } = await stage.play(
      t,
      {
        far: {
          calls: eve,
          does: [
            sends('INVITE', { sdp: {}, headers: [...timed('uas'), UPDATES] }),
            ...CALLS.slice(1),
            gets('UPDATE', { probed: true }),
            answers(200, { headers: ['Require: timer', ...timed('uac')] }),
            ...HANGS_UP,
          ],
        },
        eve: { does: [...IS_CALLED, ...IS_LEFT_LATE] },
      },
      LIMIT,
    )
    t.equal(far.got('UPDATE').body, '')
  })
})
