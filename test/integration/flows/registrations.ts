import type { Test } from 'tap'
import { gets, sends } from '../../peers/scenario.ts'
import { header, headersOf } from '../../peers/sip-text.ts'
import { NUMBERS } from './flows-office.ts'
import type { Stage } from './stage.ts'

const { far } = NUMBERS
const CONTACT = '<sip:206@[local_ip]:[local_port]>;expires=120'
const SECOND = '<sip:206@192.0.2.77:5062>;expires=90;q=0.5'

/** Asks, and is asked who it is. */
const asks = (contact: string, headers: readonly string[] = []) => [
  sends('REGISTER', { contact, headers }),
  gets(401),
  sends('REGISTER', { contact, headers, credentials: true }),
]

/**
 * RFC 3665 §2, over UDP where the figures have TLS. Each ends as it began: nothing is registered.
 */
export async function registrationFlows(t: Test, stage: Stage): Promise<void> {
  await t.test('RFC 3665 §2.1 §2.4 a new registration, and its end', async (t) => {
    const { far: phone } = await stage.play(t, {
      far: {
        isNew: true,
        does: [
          ...asks(CONTACT),
          gets(200, { takes: { left: ['Contact', 'expires=[0-9]+'] } }),
          ...asks('*', ['Expires: 0']),
          gets(200),
        ],
      },
    })
    t.match(header(phone.got(401), 'WWW-Authenticate'), /^Digest realm="[^"]+", .*nonce="[^"]+"/)
    t.match(header(phone.got(200), 'Contact'), new RegExp(`^<sip:${far}@[^>]+>;expires=1[12]\\d`))
    t.strictSame(headersOf(phone.got(200, 1), 'Contact'), [], 'nothing is left')
    t.match(header(phone.sent('REGISTER', 3), 'CSeq'), /^4 /)
  })

  await t.test('RFC 3665 §2.2 §2.3 the list of contacts grows, and is asked for', async (t) => {
    const { far: phone } = await stage.play(t, {
      far: {
        isNew: true,
        does: [
          ...asks(CONTACT),
          gets(200),
          ...asks(SECOND),
          gets(200),
          ...asks(''),
          gets(200),
          ...asks('*', ['Expires: 0']),
          gets(200),
        ],
      },
    })
    const shown = (nth: number) =>
      headersOf(phone.got(200, nth), 'Contact').map(([, value]) => value)
    t.equal(shown(0).length, 1)
    for (const list of [shown(1), shown(2)]) {
      t.equal(list.length, 2)
      t.ok(list.some((one) => /^<sip:206@192\.0\.2\.77:5062>;expires=(8\d|90);q=0\.5$/.test(one)))
    }
  })

  await t.test('RFC 3665 §2.5 a wrong password: 403 where the figure asks again', async (t) => {
    await stage.play(t, {
      far: { isNew: true, password: 'wrong', does: [...asks(CONTACT), gets(403)] },
    })
  })

  await t.test('RFC 3261 §10.2 what is refused: too short, malformed', async (t) => {
    await stage.play(t, {
      far: {
        isNew: true,
        does: [
          ...asks('<sip:206@[local_ip]:[local_port]>;expires=5'),
          gets(423, { takes: { least: ['Min-Expires', '^ *60'] } }),
          ...asks('*', ['Expires: 60']),
          gets(400),
          ...asks('mailto:bob@biloxi.example.com'),
          gets(400),
        ],
      },
    })
  })
}
