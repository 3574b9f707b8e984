import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isPlain } from '../../../model/complete.ts'
import { fullName, User } from '../../../model/user.ts'
import { AdminEvents } from '../../../store/admin-events.ts'
import type { Message } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import type { ShownPlan, ShownPower } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf } from '../../server/request-session.ts'
import { wordsOf } from '../../words-of.ts'
import { refusalBy } from '../live/unavailable.ts'

const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }
const ACTIONS = ['restart-all', 'restart', 'off'] as const
const TIMES = ['now', 'calls-ended', 'at'] as const

interface Planned {
  readonly plan: ShownPlan | null
  readonly ready?: boolean
}

/** Restart and shutdown (RST rows). The supervisor keeps the one plan, for pages and the console alike. */
export function powerEndpoints(app: FastifyInstance, parts: Parts): void {
  const supervisor = async (verb: string, args: object): Promise<unknown> => {
    const answer = await parts.ask('supervisor', verb, args, parts.stopping)
    if (!answer.ok) throw refusalBy('supervisor', answer.error)
    return answer.value
  }
  const note = (request: FastifyRequest, text: Message) =>
    new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })

  app.get('/api/v1/power', async (request): Promise<ShownPower> => {
    const { plan, ready = false } = (await supervisor('power', {})) as Planned
    const { say } = wordsOf(request)
    return {
      machine: await hasPower(parts),
      ...(await callsNow(parts)),
      ...(plan && { plan: plan.why === undefined ? plan : { ...plan, why: say(plan.why) } }),
      ready,
      administrators: administrators(parts),
    }
  })

  app.post('/api/v1/power', { config: FEW }, async (request) => {
    const { action, when, at } = readChange(request.body)
    if (action !== 'restart-all' && !(await hasPower(parts))) {
      throw new Refusal(
        'refused',
        'This machine is not the appliance: restart it or switch it off by its own means.',
      )
    }
    const { by, from } = originOf(request)
    await supervisor('power-plan', { action, when, by, from, ...(at !== undefined && { at }) })
    note(request, message('event.power-planned', { action: named(action), when: timed(when, at) }))
    return {}
  })

  app.delete('/api/v1/power', async (request) => {
    const { plan } = (await supervisor('power-cancel', { by: originOf(request).by })) as Planned
    if (!plan) throw new Refusal('not-found', 'Nothing is planned.')
    if (plan.state !== 'failed') {
      note(request, message('event.power-cancelled', { action: named(plan.action) }))
    }
    return {}
  })
}

function readChange(body: unknown) {
  const given = isPlain(body) ? body : {}
  const action = ACTIONS.find((one) => one === given.action)
  const when = TIMES.find((one) => one === given.when)
  if (!action) {
    throw new Refusal('bad-request', message('refusal.one-of', { name: 'action', words: ACTIONS }))
  }
  if (!when) {
    throw new Refusal('bad-request', message('refusal.one-of', { name: 'when', words: TIMES }))
  }
  const at = when === 'at' && Number.isSafeInteger(given.at) ? (given.at as number) : undefined
  return { action, when, at }
}

/** Only the host agent of the appliance has the verb. */
async function hasPower({ ask, stopping }: Parts): Promise<boolean> {
  const answer = await ask('host', 'able', {}, stopping)
  return answer.ok && Array.isArray(answer.value) && answer.value.includes('power')
}

async function callsNow({ ask, stopping }: Parts) {
  const answer = await ask('exchange', 'calls', {}, stopping)
  if (!answer.ok) return {}
  const calls = answer.value as readonly { readonly program: string }[]
  const emergencies = calls.filter(({ program }) => program === 'emergency').length
  return { calls: calls.length, emergencies }
}

function administrators({ sessions, clock, store }: Parts): ShownPower['administrators'] {
  const now = clock.uptime()
  return sessions.all().flatMap(({ user, roles, from, since }) => {
    const person = roles.length > 0 && store().get(User, user)
    if (!person) return []
    const sinceMinutes = Math.floor((now - since) / 60_000)
    return [{ login: person.login, name: fullName(person), from, sinceMinutes }]
  })
}

const named = (action: ShownPlan['action']): Message => message(`power.${action}`)

function timed(when: ShownPlan['when'], at: number | undefined): Message {
  if (when !== 'at') return message(`power.${when}`)
  return message('power.at', { time: new Date(at ?? 0).toISOString() })
}
