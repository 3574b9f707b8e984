import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { KeptMusic, MusicStorage } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { sweepDaily } from '../sweep-daily.ts'
import { convertApart } from './convert-apart.ts'
import { MOST_BYTES, MusicShelf } from './music-shelf.ts'

const LARGEST = 64 * 1024 * 1024 // bytes of an upload: six minutes of a compact disc

/** Music of the office's own: put here first, then named by its mark in the form. */
export function holdMusicEndpoints(app: FastifyInstance, parts: Parts): void {
  const shelf = new MusicShelf(parts.environment.data, parts.clock)
  sweepDaily(app, parts, shelf, 'recordings that nobody has stay another day')
  let converting = false

  app.post(
    '/api/v1/hold-music',
    { bodyLimit: LARGEST, config: { rateLimit: { max: 20, timeWindow: 60_000 } } },
    async (request): Promise<KeptMusic> => {
      const octets = octetsOf(request)
      if (converting) {
        throw new Refusal('refused', 'Another recording is being converted. Try again in a moment.')
      }
      converting = true
      try {
        return await put(shelf, octets, request, parts)
      } finally {
        converting = false
      }
    },
  )

  app.get(
    '/api/v1/hold-music',
    (): MusicStorage => ({ used: shelf.used, most: MOST_BYTES, recordings: shelf.all() }),
  )

  app.get('/api/v1/hold-music/:mark', (request, reply) => {
    const { mark } = request.params as { mark: string }
    const wav = shelf.get(mark)
    if (!wav) throw new Refusal('not-found', 'There is no such recording.')
    return reply
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, max-age=31536000, immutable')
      .type('audio/wav')
      .send(wav)
  })
}

function octetsOf({ body }: FastifyRequest): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body
  throw new Refusal('bad-request', 'Send the file as application/octet-stream.')
}

async function put(
  shelf: MusicShelf,
  octets: Buffer,
  { query }: FastifyRequest,
  { clock }: Parts,
): Promise<KeptMusic> {
  const { raw, level } = query as Readonly<Record<string, string | undefined>>
  const converted = await convertApart(octets, { isRaw: raw === '1', level: level === '1' }, clock)
  if (!converted.ok) throw new Refusal('refused', converted.error)
  const kept = shelf.put(converted.value)
  if (kept) return kept
  throw new Refusal(
    'refused',
    'There is no room for more music: 250 MB in all. Delete some; it goes 30 days later.',
  )
}
