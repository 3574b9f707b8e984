import type { FastifyInstance, FastifyRequest } from 'fastify'
import { User } from '../../../model/user.ts'
import { readPhotoApart } from '../../cage/answers.ts'
import { Cages } from '../../cage/cage.ts'
import { notRead } from '../../cage/not-read.ts'
import type { Kept } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { tellChanged } from '../config.ts'
import { refusedBy } from '../problems.ts'
import { sweepDaily } from '../sweep-daily.ts'
import { PhotoShelf } from './photo-shelf.ts'

const LARGEST = 1024 * 1024 // bytes of an upload

/** Pictures of people and contacts: put here first, then named by their mark in the form. */
export function photoEndpoints(app: FastifyInstance, parts: Parts): void {
  const shelf = new PhotoShelf(parts.environment.data, parts.clock)
  const cages = new Cages(parts.clock)
  sweepDaily(app, parts, shelf, 'pictures that nobody has stay another day')
  const options = {
    bodyLimit: LARGEST,
    config: { rateLimit: { max: 60, timeWindow: 60_000 } },
  }

  app.post('/api/v1/photos', options, async (request): Promise<Kept> => {
    return { photo: await put(shelf, cages, request) }
  })

  app.get('/api/v1/photos/:mark', (request, reply) => {
    const { mark } = request.params as { mark: string }
    const photo = shelf.get(mark)
    if (!photo) throw new Refusal('not-found', 'There is no such picture.')
    return reply
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, max-age=31536000, immutable')
      .type(photo.type)
      .send(photo.bytes)
  })

  app.put('/api/v1/me/photo', options, async (request): Promise<Kept> => {
    demandOwner(parts, request)
    const photo = await put(shelf, cages, request)
    setPhoto(parts, request, photo)
    return { photo }
  })

  app.delete('/api/v1/me/photo', (request) => {
    demandOwner(parts, request)
    setPhoto(parts, request, '')
    return {}
  })
}

async function put(shelf: PhotoShelf, cages: Cages, { body }: FastifyRequest): Promise<string> {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new Refusal('bad-request', 'Send the file as application/octet-stream.')
  }
  const clean = await readPhotoApart(cages, body)
  if (!clean.ok) throw notRead(clean.error)
  const mark = shelf.put(clean.value)
  if (mark === undefined) throw new Refusal('refused', 'There are too many pictures.')
  return mark
}

/** Whoever may change their own photo: USET-14. */
function demandOwner(parts: Parts, request: FastifyRequest): void {
  if (parts.store().get(User, whoAsks(request).user)?.ownPhoto) return
  throw new Refusal('forbidden', 'Your roles do not allow you to change that.')
}

function setPhoto(parts: Parts, request: FastifyRequest, photo: string): void {
  const store = parts.store()
  const before = store.revision()
  const { user } = whoAsks(request)
  const changed = store.change(originOf(request), (edit) => edit.update(User, user, { photo }))
  if (!changed.ok) throw refusedBy(changed.error)
  tellChanged(parts, before, { revision: changed.value.number, ids: {} })
}
