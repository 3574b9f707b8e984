import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import statics from '@fastify/static'
import type { Endpoints } from './app.ts'
import { portalInstead } from './portal.ts'
import { Refusal } from './refusal.ts'

const BUILD = fileURLToPath(new URL('../../../build/web', import.meta.url))
const YEAR = 'public, max-age=31536000, immutable' // the build names assets by their content
const ASK_ANEW = 'no-cache'

/** The pages as they were built, packed ones where the browser takes them; every path that names no file is the pages' own. */
export function pages(root = BUILD): Endpoints {
  return async (app, parts) => {
    await app.register(statics, {
      root,
      serve: false,
      preCompressed: true,
      cacheControl: false,
      dotfiles: 'ignore',
      suppressWarning: true, // built later
    })
    app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
      const path = request.params['*']
      if (path === 'api' || path.startsWith('api/')) {
        throw new Refusal('not-found', 'The API has no such address.')
      }
      const isFile = /\.[^/]*$/.test(path)
      if (isFile) {
        reply.header('cache-control', path.startsWith('assets/') ? YEAR : ASK_ANEW)
        return reply.sendFile(path)
      }
      const instead = portalInstead(request, parts)
      if (instead) return reply.header('cache-control', 'no-store').redirect(instead, 302)
      if (!existsSync(join(root, 'index.html'))) {
        const text = 'The pages are not built yet. Run: make\n'
        return reply.status(503).type('text/plain; charset=utf-8').send(text)
      }
      reply.header('cache-control', ASK_ANEW)
      return reply.sendFile('index.html')
    })
  }
}
