import type { FastifyInstance } from 'fastify'
import { isPlain } from '../../model/complete.ts'
import { goodSnapshots } from '../../store/snapshots.ts'
import type { ShownSnapshot } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { accept, sourceOf } from '../server/session-answers.ts'
import { refusalBy } from './live/unavailable.ts'

const FEW = { rateLimit: { max: 10, timeWindow: 60_000 } }

/** The configuration of an earlier day, for when the present one is damaged: by a person who knows the password. */
export function snapshotEndpoints(app: FastifyInstance, parts: Parts): void {
  const { data } = parts.environment

  app.get('/api/v1/snapshots', (): ShownSnapshot[] => goodSnapshots(data))

  app.post('/api/v1/snapshots/restore', { config: FEW }, async (request) => {
    const { file, password } = isPlain(request.body) ? request.body : {}
    const { login, token } = whoAsks(request)
    if (token) throw new Refusal('forbidden', 'That is for people: no token does it.')
    if (typeof password !== 'string') throw new Refusal('bad-request', 'Give your password.')
    if (!goodSnapshots(data).some((one) => one.file === file)) {
      throw new Refusal('not-found', 'There is no such snapshot, or it is damaged itself.')
    }
    accept(await parts.signIn().provePassword({ login, password, source: sourceOf(request) }))
    const { by, from } = originOf(request)
    parts.log.warn({ by, from, file }, 'restore asked for on a page')
    const args = { by, from, file }
    const answer = await parts.ask('supervisor', 'restore-snapshot', args, parts.stopping)
    if (!answer.ok) throw refusalBy('supervisor', answer.error)
    return {}
  })
}
