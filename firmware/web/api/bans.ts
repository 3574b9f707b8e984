import type { FastifyInstance } from 'fastify'
import { isPlain } from '../../model/complete.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import { message } from '../../words/say.ts'
import type { NewBan } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { refusalBy } from './live/unavailable.ts'

const LONGEST = 64 // characters of an address
const MOST_MINUTES = 365 * 24 * 60

/** Addresses that are banned by hand, and bans that are lifted; the list itself is a live topic. */
export function banEndpoints(app: FastifyInstance, parts: Parts): void {
  const { ask, clock, log, stopping } = parts

  app.post('/api/v1/bans', async (request) => {
    const ban = wanted(request.body)
    const { address } = ban
    const who = whoAsks(request)
    const answer = await ask('exchange', 'ban', ban, stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    log.warn({ address, by: who.login, from: who.address }, 'an address was banned')
    const text = message('event.banned', { address })
    new AdminEvents(parts.store().records, clock).add({ ...originOf(request), text })
    return {}
  })

  app.delete('/api/v1/bans/:source', async (request) => {
    const { source } = request.params as { source: string }
    const who = whoAsks(request)
    const answer = await ask('exchange', 'unban', { address: source }, stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    log.warn({ address: source, by: who.login, from: who.address }, 'a ban was lifted')
    const text = message('event.unbanned', { address: source })
    new AdminEvents(parts.store().records, clock).add({ ...originOf(request), text })
    return {}
  })
}

function wanted(body: unknown): NewBan {
  const { address, minutes = 60 } = isPlain(body) ? body : {}
  const isNamed = typeof address === 'string' && address.length <= LONGEST
  const isLong = Number.isInteger(minutes) && Number(minutes) >= 1
  if (!isNamed || !isLong || Number(minutes) > MOST_MINUTES) {
    throw new Refusal('bad-request', 'Give an IP address, as 192.0.2.10, and whole minutes.')
  }
  return { address, minutes: Number(minutes) }
}
