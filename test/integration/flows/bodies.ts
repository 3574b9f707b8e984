import type { Test } from 'tap'
import { wrongIn } from '../../peers/event-bodies.ts'
import { follows, gets, sends, waitsFor } from '../../peers/scenario.ts'
import { header } from '../../peers/sip-text.ts'
import { NUMBERS } from './flows-office.ts'
import type { Heard } from './heard.ts'
import { CALLS, HANGS_UP, IS_CALLED, IS_LEFT, letsGo, watches } from './ladders.ts'
import type { Stage } from './stage.ts'

const { bob, cal } = NUMBERS

/** Everything that watchers are told is as its standard wants it. */
export async function bodyFlows(t: Test, stage: Stage): Promise<void> {
  for (const [event, standard] of [
    ['dialog', 'RFC 4235'],
    ['presence', 'RFC 3863'],
  ] as const) {
    await t.test(
      `${standard} ${event} of a telephone that is called, talks and is left`,
      async (t) => {
        const { cal: c } = await stage.play(t, {
          cal: {
            calls: bob,
            does: [
              ...watches(event),
              follows('NOTIFY', { talks: ['body', 'confirmed<|on-the-phone'] }),
              follows('NOTIFY', {
                over: ['body', 'terminated<|</tuple>[[:space:]]*</presence>'],
              }),
              ...letsGo(event),
            ],
          },
          ann: {
            calls: bob,
            does: [...CALLS, waitsFor('cal', /confirmed<|on-the-phone/), ...HANGS_UP],
          },
          bob: { does: [...IS_CALLED, ...IS_LEFT] },
        })
        await areValid(t, c)
      },
    )
  }

  for (const [event, standard] of [
    ['reg', 'RFC 3680'],
    ['message-summary', 'RFC 3842'],
  ] as const) {
    await t.test(`${standard} ${event}: one’s own`, async (t) => {
      const { cal: c } = await stage.play(t, {
        cal: { calls: cal, does: [...watches(event), ...letsGo(event)] },
      })
      await areValid(t, c)
    })
  }

  await t.test('RFC 6665 §8.2.1 an event that there is not', async (t) => {
    const weather = { headers: ['Event: weather'] }
    const { cal: c } = await stage.play(t, {
      cal: {
        calls: bob,
        does: [
          sends('SUBSCRIBE', weather),
          gets(401),
          sends('SUBSCRIBE', { ...weather, credentials: true }),
          gets(489),
        ],
      },
    })
    t.match(header(c.got(489), 'Allow-Events'), /dialog/)
  })
}

async function areValid(t: Test, heard: Heard): Promise<void> {
  const notified = heard.all.filter(({ message }) => message.start.startsWith('NOTIFY'))
  t.ok(notified.length >= 2)
  for (const { message } of notified) {
    if (message.body === '') continue
    const [type = ''] = header(message, 'Content-Type').split(';')
    t.equal(await wrongIn(type, message.body), '', type)
  }
}
