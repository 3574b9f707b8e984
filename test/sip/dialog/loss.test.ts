import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type {
  Flow,
  InviteListener,
  InviteOptions,
  InviteUsage,
} from '../../../firmware/sip/contract.ts'
import { createUserAgent } from '../../../firmware/sip/user-agent.ts'
import { silent } from '../support/agent.ts'

const CALLS = 150
const TIMES = { t1Ms: 50, t2Ms: 400, t4Ms: 500 }
const STEP_MS = 50
/** Ring, talk, offer, and three times 64 T1 for whatever was lost. */
const STEPS = 400

/** Numbers that look random and are the same in every run (xorshift). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const DESCRIPTION = { type: 'application/sdp', text: 'early answer' }

const OFFER = { type: 'application/sdp', text: 'offer' }

/** Reliable or not, with a session timer or without, as the dice say. */
function optionsOf(roll: () => number): InviteOptions {
  return {
    reliable: roll() < 0.5 ? 'offer' : 'off',
    timer: roll() < 0.5 ? 'ask' : 'accept',
    sessionSeconds: 90,
  }
}

/** What both ends send over. */
interface Line {
  /** Part of the messages that is lost. */
  loss: number
}

/** One end of many calls: says of each what it was told, and does something else now and then. */
function anEnd(name: string, clock: VirtualClock, roll: () => number, line: Line) {
  const over = new Map<string, string[]>()
  const usages: InviteUsage[] = []
  const later = (act: () => void) => void clock.after(roll() * 2000, act)

  function listener(id: string): InviteListener {
    const told: string[] = []
    over.set(id, told)
    const act = () => {
      const usage = usages.find((one) => one.id === id)
      if (!usage || usage.state === 'ended') return
      const what = roll()
      if (what < 0.25) void usage.offer('offer').then(() => later(act))
      else if (what < 0.3) {
        void usage.solicit().then((outcome) => {
          later(() => ('answer' in outcome ? outcome.answer('answer') : undefined))
          later(act)
        })
      } else if (what < 0.5) void usage.request('INFO', {}).then(() => later(act))
      else {
        usage.bye()
        told.push('end: bye')
      }
    }
    return {
      provisional: () => {
        const usage = usages.find((one) => one.id === id)
        if (usage && roll() < 0.2) void usage.offer('early offer')
      },
      accepted: () => later(act),
      rejected: (status) => told.push(`end: rejected ${status}`),
      acknowledged: () => later(act),
      cancelled: () => told.push('end: cancelled'),
      offered: (_, answer) => {
        const what = roll()
        if (what < 0.6) answer.accept('answer')
        else later(() => (what < 0.8 ? answer.accept('answer') : answer.refuse(488)))
      },
      request: (request) => request.respond(200),
      ended: (why) => told.push(`end: ${why.by}`),
      changed: () => {},
      described: () => 'as before',
      credentials: () => (roll() < 0.8 ? ['Authorization', 'Digest x'] : undefined),
    }
  }

  const agent = createUserAgent({
    clock,
    outbox: (send) => {
      if (roll() >= line.loss) send()
    },
    handler: {
      request: (request) => request.respond(200),
      invite: (request) => {
        const id = `${name}-${usages.length}`
        if (roll() < 0.2 && !request.message.header('Authorization')) {
          request.respond(401, { headers: [['WWW-Authenticate', 'Digest realm="x", nonce="y"']] })
          return
        }
        const usage = agent.adopt(request, id, listener(id), optionsOf(roll))
        usages.push(usage)
        usage.provisional(180)
        if (roll() < 0.5) usage.provisional(183, { body: DESCRIPTION })
        if (roll() < 0.2) later(() => void usage.offer('early offer'))
        later(() => {
          if (roll() < 0.8) usage.accept('answer')
          else {
            if (usage.state === 'proceeding') over.get(id)?.push('end: refused')
            usage.reject(486)
          }
        })
      },
      newFlow: () => true,
    },
    listen: [{ address: '127.0.0.1', port: 0 }],
    product: name,
    log: silent,
    timers: TIMES,
  })
  return { agent, usages, over, listener, later }
}

const cases: readonly [what: string, loss: number, cutAt: number][] = [
  ['nothing is lost', 0, Number.POSITIVE_INFINITY],
  ['three of ten messages are lost', 0.3, Number.POSITIVE_INFINITY],
  ['the line is cut in the middle', 0.1, 12],
  ['the line is cut early', 0, 3],
  ['the line is cut while it rings', 0.1, 7],
  ['the line is cut late', 0.2, 60],
]

/** The second has found what the first did not. */
const SEEDS = [20_261_122, 99]

for (const [[what, loss, cutAt], seed] of cases.flatMap((one) =>
  SEEDS.map((seed) => [one, seed] as const),
)) {
  t.test(
    `RFC 3261 calls between two ends that do as they like, ${what} (${seed}): nothing stays behind`,
    async (t) => {
      const clock = new VirtualClock()
      const roll = dice(seed)
      const line = { loss }
      const caller = anEnd('caller', clock, roll, line)
      const callee = anEnd('callee', clock, roll, line)
      await Promise.all([caller.agent.start(), callee.agent.start()])
      t.teardown(() => Promise.all([caller.agent.stop(), callee.agent.stop()]))
      const [local, remote] = [caller.agent.local[0], callee.agent.local[0]]
      if (!local || !remote) throw new Error('not started')
      const flow: Flow = { transport: 'udp', local, remote }
      for (let n = 0; n < CALLS; n++) {
        const id = `out-${n}`
        const who = { uri: 'sip:a@x' }
        const invite = {
          target: 'sip:b@x',
          flow,
          from: who,
          to: who,
          contactUser: 'a',
          options: optionsOf(roll),
          ...(n % 4 && { body: OFFER }),
        }
        const usage = caller.agent.invite(invite, id, caller.listener(id))
        caller.usages.push(usage)
        if (n % 5 === 0) caller.later(() => usage.cancel())
        if (n % 3 === 0) await clock.advance(10)
      }
      for (let step = 0; step < STEPS; step++) {
        if (step === cutAt) line.loss = 1
        await clock.advance(STEP_MS)
        await pause(1) // for the packets
      }
      for (const end of [caller, callee]) {
        const open = end.usages.filter((usage) => usage.state !== 'ended')
        for (const usage of open) usage.bye() // nobody hangs up by himself after a cut
      }
      await clock.advance(4 * 64 * TIMES.t1Ms)
      for (const end of [caller, callee]) {
        const told = [...end.over.values()].filter((words) => words.length > 1)
        t.strictSame(told, [], 'no end was told twice')
        t.equal(end.agent.counters.usages, 0)
        t.equal(end.agent.counters.transactions, 0)
        if (cutAt < STEPS) continue
        const untold = [...end.over.values()].filter((words) => words.length !== 1)
        t.strictSame(untold, [], 'each end was told')
      }
      await clock.advance(300_000)
      t.equal(clock.waiting, 0, 'no timer is left')
      if (loss > 0.2) t.ok(caller.agent.counters.retransmitted > 100)
    },
  )
}
