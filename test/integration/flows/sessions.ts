import type { Test } from 'tap'
import { answers, gets, sends } from '../../peers/scenario.ts'
import { header, headersOf } from '../../peers/sip-text.ts'
import { NUMBERS, TRUNK } from './flows-office.ts'
import { CALLS, HANGS_UP, IS_CALLED, IS_LEFT, tells } from './ladders.ts'
import type { Stage } from './stage.ts'

const { ann, bob, cal, far } = NUMBERS
const OUTSIDE = '95855550100'
const challenge = (name: string, nonce: string) =>
  `${name}: Digest realm="${TRUNK.realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`

/** RFC 3665 §3. The exchange stands where the figures have proxies, and is an end of both calls: it has no Record-Route of its own. */
export async function sessionFlows(t: Test, stage: Stage): Promise<void> {
  await t.test('RFC 3665 §3.1 a session is established and ended', async (t) => {
    const { ann: a, bob: b } = await stage.play(t, {
      ann: { calls: bob, does: [...CALLS, ...IS_LEFT] },
      bob: { does: [...IS_CALLED, ...HANGS_UP] },
    })
    t.match(header(b.got('INVITE'), 'From'), new RegExp(`<sip:${ann}@`))
    t.match(header(b.got('INVITE'), 'Max-Forwards'), '69', 'one hop less')
    t.not(header(a.sent('INVITE'), 'Call-ID'), header(b.got('INVITE'), 'Call-ID'))
    t.equal(headersOf(b.got('INVITE'), 'Record-Route').length, 0)
  })

  await t.test('RFC 3665 §3.2 both are behind a proxy that records its route', async (t) => {
    const own = '<sip:[local_ip]:[local_port];lr>'
    const [client, outer] = [
      'Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101',
      'Record-Route: <sip:ss1.atlanta.example.com;lr>',
    ]
    const viaProxy = ['Record-Route: <sip:ss2.biloxi.example.com;lr>', `Record-Route: ${own}`]
    const { ann: a, bob: b } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          sends('INVITE', { sdp: {}, headers: [client, `Record-Route: ${own}`, outer] }),
          ...CALLS.slice(1),
          ...IS_LEFT,
        ],
      },
      bob: {
        does: [
          gets('INVITE'),
          answers(180, { headers: viaProxy }),
          answers(200, { sdp: {}, headers: viaProxy }),
          gets('ACK'),
          ...HANGS_UP,
        ],
      },
    })
    t.equal(headersOf(a.got(200), 'Record-Route').length, 2)
    t.equal(headersOf(a.got('BYE'), 'Route').length, 2)
    t.match(header(b.got('ACK'), 'Route'), /^<sip:127\.0\.0\.1:/, 'the nearest first')
  })

  await t.test(
    'RFC 3665 §3.3 the exchange and the two behind it all want credentials',
    async (t) => {
      const { eve, north } = await stage.play(t, {
        eve: {
          calls: OUTSIDE,
          does: [
            sends('INVITE', { sdp: {} }),
            gets(100, { optional: true }),
            gets(401),
            sends('ACK'),
            sends('INVITE', { sdp: {}, credentials: true }),
            ...CALLS.slice(1),
            ...HANGS_UP,
          ],
        },
        north: {
          does: [
            gets('INVITE'),
            answers(407, { headers: [challenge('Proxy-Authenticate', 'first')] }),
            gets('ACK'),
            gets('INVITE'),
            answers(401, { headers: [challenge('WWW-Authenticate', 'second')] }),
            gets('ACK'),
            gets('INVITE'),
            answers(180),
            answers(200, { sdp: {} }),
            gets('ACK'),
            ...IS_LEFT,
          ],
        },
      })
      t.match(header(eve.got(401), 'To'), /;tag=/)
      const [first, second, third] = [0, 1, 2].map((nth) => north.got('INVITE', nth))
      t.notOk(first && header(first, 'Proxy-Authorization'))
      t.match(second && header(second, 'Proxy-Authorization'), /username="strowger".*nonce="first"/)
      t.match(third && header(third, 'Proxy-Authorization'), /nonce="first"/)
      t.match(third && header(third, 'Authorization'), /nonce="second"/)
    },
  )

  await t.test(
    'RFC 3665 §3.4 the first way is out of order, the next one leads there',
    async (t) => {
      const { north, south } = await stage.play(t, {
        ann: { calls: OUTSIDE, does: [...CALLS, ...HANGS_UP] },
        north: { does: [gets('INVITE'), answers(503), gets('ACK')] },
        south: { does: [...IS_CALLED, ...IS_LEFT] },
      })
      const [one, other] = [north.got('INVITE'), south.got('INVITE')]
      t.not(header(one, 'Call-ID'), header(other, 'Call-ID'), 'a call of its own, not a fork')
    },
  )

  await t.test('RFC 3665 §3.5 a caller whose router translates its address', async (t) => {
    const { ann: a } = await stage.play(t, {
      ann: { calls: bob, behind: '10.1.3.33:5060', does: [...CALLS, ...IS_LEFT] },
      bob: { does: [...IS_CALLED, ...HANGS_UP] },
    })
    t.match(header(a.got(200), 'Via'), /^SIP\/2\.0\/UDP 10\.1\.3\.33:5060;.*received=127\.0\.0\.1/)
    t.match(a.got('BYE').start, '@10.1.3.33:5060', 'its Contact, though it is reached elsewhere')
  })

  await t.test('RFC 3665 §3.6 a redirection, and the description in the ACK', async (t) => {
    const { ann: a, north } = await stage.play(t, {
      ann: {
        calls: OUTSIDE,
        does: [sends('INVITE'), ...CALLS.slice(1, 4), sends('ACK', { sdp: {} }), ...HANGS_UP],
      },
      north: {
        does: [
          gets('INVITE'),
          answers(302, { contact: '<sip:elsewhere@[local_ip]:[local_port]>' }),
          gets('ACK'),
          ...IS_CALLED,
          ...IS_LEFT,
        ],
      },
    })
    t.match(a.got(200).body, /^v=0\r\n[\s\S]*m=audio \d+ RTP\/AVP/, 'the offer is ours')
    t.match(north.got('INVITE', 1).start, /^INVITE sip:elsewhere@127\.0\.0\.2:/)
    t.equal(header(north.got('INVITE', 1), 'CSeq'), '2 INVITE')
    t.notMatch(header(north.got('INVITE', 1), 'To'), /tag=/)
  })

  await t.test('RFC 3665 §3.7 both move while they talk', async (t) => {
    const moves = (user: string) => [
      sends('INVITE', {
        sdp: { address: '127.0.0.8', port: 40_000 },
        contact: `<sip:${user}-moved@[local_ip]:[local_port]>`,
      }),
      gets(100, { optional: true }),
      gets(200),
      sends('ACK'),
    ]
    const { ann: a, bob: b } = await stage.play(t, {
      ann: {
        calls: bob,
        does: [
          ...CALLS,
          ...moves('ann'),
          sends('REFER', {
            headers: [`Refer-To: <sip:${cal}@[server]>`],
            contact: '<sip:ann-moved@[local_ip]:[local_port]>',
          }),
          gets(202),
          ...tells(100, 'active'),
          ...tells(180, 'active'),
          ...tells(200, 'terminated'),
          ...IS_LEFT,
        ],
      },
      bob: { does: [...IS_CALLED, ...moves('bob'), ...IS_LEFT] },
      cal: { does: [...IS_CALLED, ...HANGS_UP] },
    })
    t.equal(a.got(200, 1).body, a.got(200).body, 'our end stays where it was, and its version too')
    t.match(a.got('BYE').start, /^BYE sip:ann-moved@/)
    t.match(b.got('BYE').start, /^BYE sip:bob-moved@/)
    t.equal(b.count('INVITE'), 1, 'what moved on one side is not the other side’s matter')
  })

  await t.test('RFC 3665 §3.8 nobody answers, and the caller gives up', async (t) => {
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
          answers(487, { to: 'INVITE' }),
          gets('ACK'),
        ],
      },
    })
  })

  for (const [section, what, status, reason] of [
    ['3.9', 'is busy', 486, 'Busy Here'],
    ['3.11', 'is not there just now', 480, 'Temporarily Unavailable'],
  ] as const) {
    await t.test(`RFC 3665 §${section} the called party ${what}`, async (t) => {
      const { ann: a } = await stage.play(t, {
        ann: {
          calls: bob,
          does: [
            sends('INVITE', { sdp: {} }),
            gets(100),
            gets(180, { optional: true }),
            gets(status),
            sends('ACK'),
          ],
        },
        bob: {
          does: [
            gets('INVITE'),
            ...(status === 480 ? [answers(180)] : []),
            answers(status),
            gets('ACK'),
          ],
        },
      })
      t.match(a.got(status).start, reason)
    })
  }

  await t.test('RFC 3665 §3.11 a telephone that is not registered', async (t) => {
    await stage.play(t, {
      ann: {
        calls: far,
        does: [
          sends('INVITE', { sdp: {} }),
          gets(100, { optional: true }),
          gets(480),
          sends('ACK'),
        ],
      },
    })
  })
}
