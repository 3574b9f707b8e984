import t from 'tap'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import { projectCall } from '../../firmware/records/call-record.ts'

const call = '1-1-1'
const ada = { digits: '101', name: 'Ada' }
const grace = { digits: '102', name: 'Grace' }

/** Events at seconds from the beginning. */
function told(...events: [second: number, event: Omit<CallEvent, 'call' | 'sequence' | 'at'>][]) {
  return projectCall(
    events.map(([second, event], n) => ({ call, sequence: n + 1, at: second * 1000, ...event })),
  )
}

t.test('an answered call: who, whom, when, how long, how well', async (t) => {
  const quality = { packetsReceived: 300, packetsLost: 3, packetsSent: 300, jitterMs: 1.5 }
  const record = told(
    [0, { kind: 'began', leg: 'a', party: ada, dialled: '102', revision: 7 }],
    [1, { kind: 'ringing', leg: 'b', party: grace }],
    [5, { kind: 'answered', leg: 'b', party: grace }],
    [5, { kind: 'answered', leg: 'a', party: ada }],
    [5, { kind: 'joined', leg: 'b', party: grace }],
    [65, { kind: 'left', leg: 'a', cause: 16 }],
    [65, { kind: 'quality', leg: 'b', quality }],
    [65, { kind: 'released', cause: 16 }],
  )
  t.strictSame(record, {
    call,
    startedAt: 0,
    legs: [
      { leg: 'a', startedAt: 0, party: ada, answeredAt: 5000, endedAt: 65_000, cause: 16 },
      { leg: 'b', startedAt: 1000, party: grace, ringingAt: 1000, answeredAt: 5000, quality },
    ],
    programs: [],
    digits: 0,
    adopted: 0,
    dialled: '102',
    revision: 7,
    caller: ada,
    answeredAt: 5000,
    answeredBy: grace,
    endedAt: 65_000,
    cause: 16,
    ringingSeconds: 5,
    talkingSeconds: 60,
  })
})

t.test('an unanswered call rang to its end; an open one has none', async (t) => {
  const began = [0, { kind: 'began', leg: 'a', party: ada }] as const
  t.match(told([...began], [20, { kind: 'released', cause: 19 }]), {
    ringingSeconds: 20,
    cause: 19,
  })
  const open = told([...began], [1, { kind: 'ringing', leg: 'b' }])
  t.notOk(open && ('endedAt' in open || 'ringingSeconds' in open || 'talkingSeconds' in open))
})

t.test('a call that a program answered was answered by nobody', async (t) => {
  const record = told(
    [0, { kind: 'began', leg: 'a', party: ada, dialled: '100' }],
    [0, { kind: 'program', name: 'echo' }],
    [1, { kind: 'answered', leg: 'a', party: ada }],
    [2, { kind: 'digits', leg: 'a', count: 3 }],
    [4, { kind: 'digits', leg: 'a', count: 2 }],
    [5, { kind: 'adopted' }],
    [9, { kind: 'released', cause: 16 }],
  )
  t.match(record, {
    programs: ['echo'],
    digits: 5,
    adopted: 1,
    answeredAt: 1000,
    talkingSeconds: 8,
  })
  t.notOk(record && 'answeredBy' in record)
})

t.test('a clock that was set back makes no negative time', async (t) => {
  const record = told(
    [100, { kind: 'began', leg: 'a', party: ada }],
    [50, { kind: 'answered', leg: 'b', party: grace }],
    [20, { kind: 'released', cause: 16 }],
  )
  t.match(record, { ringingSeconds: 0, talkingSeconds: 0 })
})

t.test('no events make no record', async (t) => {
  t.equal(projectCall([]), undefined)
})

t.test('SECURITY row 10 what was not called stands in the record, with why', async (t) => {
  const record = told(
    [1, { kind: 'began', leg: 'a', dialled: '9011442071234567' }],
    [2, { kind: 'barred', name: 'level', dialled: '011442071234567' }],
  )
  t.equal(record?.dialled, '9011442071234567')
  t.match(record?.transfers, [{ kind: 'barred', to: { digits: '011442071234567' }, why: 'level' }])
})

t.test('RFC 3515, RFC 3891: transfers, take-overs and diversions in their order', async (t) => {
  const alan = { digits: '103' }
  const record = told(
    [0, { kind: 'began', leg: 'a', party: ada, dialled: '102' }],
    [1, { kind: 'leg', leg: 'b', party: grace }],
    [2, { kind: 'diverted', leg: 'b', party: grace, name: 'no-answer' }],
    [3, { kind: 'leg', leg: 'c', party: alan }],
    [4, { kind: 'transferred', leg: 'a', other: 'c', by: 'b' }],
    [5, { kind: 'replaced', leg: 'c', party: grace }],
    [6, { kind: 'transferred', leg: 'a', name: '1-1-2' }],
    [7, { kind: 'transferred', leg: 'a', by: 'b', name: 'trunk' }],
  )
  t.strictSame(record?.transfers, [
    { at: 2000, kind: 'diverted', party: grace, why: 'no-answer' },
    { at: 4000, kind: 'transferred', party: ada, by: grace, to: alan },
    { at: 5000, kind: 'replaced', party: alan, to: grace },
    { at: 6000, kind: 'transferred', party: ada, into: '1-1-2' },
    { at: 7000, kind: 'transferred', party: ada, by: grace },
  ])
})
