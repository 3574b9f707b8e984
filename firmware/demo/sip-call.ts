import { Baresip } from './baresip.ts'
import type { Rung } from './draw-ladder.ts'
import { drawLadder } from './draw-ladder.ts'
import type { Instance } from './instance.ts'
import type { Say } from './say.ts'
import { heardTone } from './tone.ts'
import { until } from './wait.ts'

const LISTEN_MS = 2000
const CALLER = { user: '101', hz: 440 }
const CALLED = { user: '102', hz: 1000 }
const LEVEL = -10 // dBm0
const WITHIN_DB = 1 // of the level that was sent

/** Two real SIP telephones call each other; the ladder of their call. @returns whether each heard the tone of the other */
export async function twoTelephones(server: Instance, say: Say): Promise<boolean> {
  const phones: Baresip[] = []
  try {
    for (const { user, hz } of [CALLER, CALLED]) phones.push(await aTelephone(server, user, hz))
    const [caller, called] = phones
    if (!caller || !called) throw new Error('no telephones')
    for (const phone of phones) await phone.registered()
    say(
      `● ${CALLER.user} and ${CALLED.user} are registered\n● ${CALLER.user} dials ${CALLED.user}\n\n`,
    )
    return await aCall(server, caller, called, say)
  } finally {
    for (const phone of phones) await phone.stop()
  }
}

async function aTelephone(server: Instance, user: string, hz: number): Promise<Baresip> {
  const password = await server.secretOf(user)
  return Baresip.start({ user, password, server: server.sip, sends: { hz, level: LEVEL } })
}

async function aCall(
  server: Instance,
  caller: Baresip,
  called: Baresip,
  say: Say,
): Promise<boolean> {
  await caller.dial(CALLED.user)
  await called.answer()
  await caller.established()
  const [call] = (await server.ask('exchange', 'calls')) as { call: string }[]
  await until('sound at both telephones', () => {
    return [caller, called].every((phone) => phone.heard().samples.length >= LISTEN_MS * 8)
  })
  await caller.hangup()
  await called.closed()
  const rungs = (await server.ask('exchange', 'ladder', { call: call?.call })) as Rung[]
  say(drawLadder(rungs, party(caller), party(called)))
  say('\n')
  const heard = [tell(called, CALLER, say), tell(caller, CALLED, say)]
  return heard.every(Boolean)
}

function party(phone: Baresip) {
  return { name: phone.user, address: `127.0.0.1:${phone.sipPort}` }
}

/** Says what `phone` heard of the tone that `other` sent. */
function tell(phone: Baresip, { user, hz }: { user: string; hz: number }, say: Say): boolean {
  const { level, firstAt, lastAt } = heardTone(phone.heard(), hz)
  if (firstAt === undefined || lastAt === undefined) {
    say(`○ ${phone.user} did not hear ${hz} Hz, which ${user} sent at ${LEVEL} dBm0\n`)
    return false
  }
  const seconds = ((lastAt - firstAt) / 1000).toFixed(1)
  say(
    `● ${phone.user} heard ${hz} Hz at ${level.toFixed(1)} dBm0 for ${seconds} s; ${user} sent ${LEVEL}.0\n`,
  )
  return Math.abs(level - LEVEL) <= WITHIN_DB
}
