import t from 'tap'
import { client } from '../../../firmware/sip/transaction/client.ts'
import { inviteClient } from '../../../firmware/sip/transaction/invite-client.ts'
import { inviteServer } from '../../../firmware/sip/transaction/invite-server.ts'
import type { Effect, Event, State, Step } from '../../../firmware/sip/transaction/machine.ts'
import { RFC_TIMES } from '../../../firmware/sip/transaction/machine.ts'
import { server } from '../../../firmware/sip/transaction/server.ts'

const START: Event = { kind: 'start' }
const REQUEST: Event = { kind: 'request' }
const ACK: Event = { kind: 'ack' }
const DEAD: Event = { kind: 'transport-error' }
const status = (status: number): Event => ({ kind: 'response', status })
const timer = (
  timer: 'a' | 'b' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm' | 'u',
): Event => ({
  kind: 'timer',
  timer,
})

/** An effect as one word: `a=500` starts timer A, `-a` stops it. */
function word(effect: Effect): string {
  if ('send' in effect) return `send ${effect.send}`
  if ('start' in effect) return `${effect.start}=${effect.afterMs}`
  if ('stop' in effect) return `-${effect.stop}`
  if ('fail' in effect) return `fail ${effect.fail}`
  return 'deliver'
}

/** Runs events through a machine; after each, the state and the effects in one line. */
function story(
  step: Step,
  begin: State['name'],
  reliable: boolean,
  events: readonly Event[],
): string[] {
  let state: State = { name: begin }
  return events.map((event) => {
    const [next, effects] = step(state, event, RFC_TIMES, reliable)
    state = next
    return [state.name, ...effects.map(word)].join(', ')
  })
}

t.test(
  'RFC 3261 §17.1.1.2 an INVITE over UDP is repeated at doubling intervals, then given up',
  async (t) => {
    t.strictSame(
      story(inviteClient, 'calling', false, [
        START,
        timer('a'),
        timer('a'),
        timer('a'),
        timer('b'),
      ]),
      [
        'calling, send request, a=500, b=32000',
        'calling, send request, a=1000',
        'calling, send request, a=2000',
        'calling, send request, a=4000',
        'terminated, fail timeout',
      ],
    )
  },
)

t.test('RFC 3261 §17.1.1.2 over TCP nothing is repeated', async (t) => {
  t.strictSame(story(inviteClient, 'calling', true, [START, status(180), status(486)]), [
    'calling, send request, b=32000',
    'proceeding, -a, -b, deliver',
    'terminated, send ack, deliver',
  ])
})

t.test(
  'RFC 3261 §17.1.1.2 a refusal is acknowledged each time it comes, and told once',
  async (t) => {
    t.strictSame(
      story(inviteClient, 'calling', false, [
        START,
        status(100),
        status(486),
        status(486),
        status(200),
        timer('d'),
        status(486),
      ]),
      [
        'calling, send request, a=500, b=32000',
        'proceeding, -a, -b, deliver',
        'completed, -a, -b, d=32000, send ack, deliver',
        'completed, send ack',
        'completed',
        'terminated',
        'terminated',
      ],
    )
  },
)

t.test('RFC 6026 §7.2 every 2xx goes to the user until timer M', async (t) => {
  t.strictSame(
    story(inviteClient, 'calling', false, [
      START,
      status(200),
      status(200),
      status(180),
      status(486),
      DEAD,
      timer('m'),
    ]),
    [
      'calling, send request, a=500, b=32000',
      'accepted, -a, -b, m=32000, deliver',
      'accepted, deliver',
      'accepted',
      'accepted',
      'accepted',
      'terminated',
    ],
  )
})

t.test('RFC 3261 §17.1.4 a dead transport ends a client transaction', async (t) => {
  t.strictSame(story(inviteClient, 'calling', true, [START, DEAD]), [
    'calling, send request, b=32000',
    'terminated, fail transport',
  ])
  t.strictSame(story(client, 'trying', true, [START, DEAD]), [
    'trying, send request, f=32000',
    'terminated, fail transport',
  ])
})

t.test('an INVITE of a process that died is repeated when it is time, not at once', async (t) => {
  t.strictSame(story(inviteClient, 'calling', false, [{ kind: 'resume' }, timer('a')]), [
    'calling, a=500, b=32000',
    'calling, send request, a=1000',
  ])
})

t.test('RFC 3261 §17.1.2.2 another request is repeated at intervals up to T2', async (t) => {
  t.strictSame(
    story(client, 'trying', false, [
      START,
      timer('e'),
      timer('e'),
      timer('e'),
      timer('e'),
      status(100),
      timer('e'),
      status(200),
      status(200),
      timer('k'),
    ]),
    [
      'trying, send request, e=500, f=32000',
      'trying, send request, e=1000',
      'trying, send request, e=2000',
      'trying, send request, e=4000',
      'trying, send request, e=4000',
      'proceeding, deliver',
      'proceeding, send request, e=4000',
      'completed, -e, -f, k=5000, deliver',
      'completed',
      'terminated',
    ],
  )
  t.strictSame(
    story(client, 'trying', false, [START, timer('f')]).at(-1),
    'terminated, fail timeout',
  )
})

t.test('RFC 3261 §17.2.1 a refusal of an INVITE is repeated until its ACK', async (t) => {
  t.strictSame(
    story(inviteServer, 'proceeding', false, [
      status(180),
      REQUEST,
      status(486),
      REQUEST,
      timer('g'),
      timer('g'),
      timer('g'),
      ACK,
      REQUEST,
      ACK,
      timer('i'),
    ]),
    [
      'proceeding, send response',
      'proceeding, send response',
      'completed, send response, g=500, h=32000',
      'completed, send response',
      'completed, send response, g=1000',
      'completed, send response, g=2000',
      'completed, send response, g=4000',
      'confirmed, -g, -h, i=5000',
      'confirmed',
      'confirmed',
      'terminated',
    ],
  )
  t.equal(
    story(inviteServer, 'proceeding', false, [status(486), timer('h')]).at(-1),
    'terminated, fail timeout',
  )
  t.strictSame(story(inviteServer, 'proceeding', true, [status(486), ACK]), [
    'completed, send response, h=32000',
    'terminated',
  ])
})

t.test(
  'RFC 6026 §7.1 after a 2xx a repeated INVITE is absorbed, and only a 2xx goes out',
  async (t) => {
    t.strictSame(
      story(inviteServer, 'proceeding', false, [
        status(200),
        REQUEST,
        status(200),
        status(486),
        ACK,
        timer('l'),
      ]),
      [
        'accepted, send response, l=32000',
        'accepted',
        'accepted, send response',
        'accepted',
        'accepted, deliver',
        'terminated',
      ],
    )
  },
)

t.test('RFC 3261 §17.2.2 a repeated request gets the last response again', async (t) => {
  t.strictSame(
    story(server, 'trying', false, [
      START,
      REQUEST,
      status(100),
      REQUEST,
      status(200),
      REQUEST,
      status(500),
      timer('j'),
    ]),
    [
      'trying, u=32000',
      'trying',
      'proceeding, send response',
      'proceeding, send response',
      'completed, send response, -u, j=32000',
      'completed, send response',
      'completed',
      'terminated',
    ],
  )
  t.equal(story(server, 'trying', true, [START, status(200)]).at(-1), 'terminated, send response')
})

t.test('RFC 4320 §4.2 a request that nobody answers is dropped in silence', async (t) => {
  t.equal(story(server, 'trying', false, [START, timer('u')]).at(-1), 'terminated')
})
