import type { FastifyInstance } from 'fastify'
import type { Role } from '../../../model/facts.ts'
import { User } from '../../../model/user.ts'
import { ok, refuse } from '../../../result.ts'
import type { Language } from '../../../words/message.ts'
import { say } from '../../../words/say.ts'
import type { LiveTopic } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { type RequestSession, whoAsks } from '../../server/request-session.ts'
import { rightOf } from '../../server/rights.ts'
import { conditionsIn, languageOf } from '../../words-of.ts'
import { CLOSE, LiveClient, type LiveSocket } from './live-client.ts'
import { hearHints, liveSources } from './sources.ts'
import { TopicFeed, type WatchedTopic } from './topic-feed.ts'
import { refusalBy } from './unavailable.ts'

type Feeds = Readonly<Record<LiveTopic, WatchedTopic>>

const MOST_CLIENTS = 64
const MOST_OF_ONE = 8 // person

/** Every topic by GET, and all of them over a WebSocket. */
export function liveEndpoints(app: FastifyInstance, parts: Parts): void {
  const { clock, stopping } = parts
  const sources = liveSources(parts)
  const names = Object.keys(sources) as LiveTopic[]
  const feeds = Object.fromEntries(
    names.map((name) => [name, new TopicFeed(sources[name], clock)]),
  ) as Record<LiveTopic, TopicFeed>
  hearHints(parts, (topic) => feeds[topic].hint())

  for (const topic of names) {
    if (topic === 'config') continue // part of the configuration's own endpoints
    app.get(`/api/v1/${topic}`, async (request, reply) => {
      const answer = await inLanguage(feeds, languageOf(request))[topic].now()
      if (!answer.ok) throw refusalBy('', { ...answer.error, code: 'unavailable' })
      return reply.type('application/json; charset=utf-8').send(answer.value)
    })
  }

  const clients = new Map<LiveClient, string>()
  stopping.addEventListener('abort', () => {
    for (const client of clients.keys()) client.close(CLOSE.away, 'stopping')
  })
  app.get('/api/v1/live', { websocket: true }, (socket, request) => {
    const session = whoAsks(request)
    const open = [...clients.values()].filter((user) => user === session.user).length
    if (clients.size >= MOST_CLIENTS || open >= MOST_OF_ONE) {
      socket.close(CLOSE.busy, 'too many pages are open')
      return
    }
    const mayStay = () => hasRoles(parts, session)
    const own = inLanguage(allowedTo(session.roles, feeds), languageOf(request))
    const client = new LiveClient({ socket: socket as LiveSocket, feeds: own, clock, mayStay })
    clients.set(client, session.user)
    const end = () => client.close(CLOSE.signedOut, 'signed out')
    session.ended.addEventListener('abort', end, { once: true })
    client.start(() => {
      clients.delete(client)
      session.ended.removeEventListener('abort', end)
    })
  })
}

/** The same feeds, those closed for which one would not get an answer by GET either: one table for both. */
function allowedTo(roles: readonly Role[], feeds: Feeds): Feeds {
  const open = Object.entries(feeds).map(([topic, feed]) => {
    const right = rightOf('GET', `/api/v1/${topic}`)
    const allowed = Array.isArray(right) && right.some((role) => roles.includes(role))
    return [topic, allowed ? feed : closed]
  })
  return Object.fromEntries(open) as Feeds
}

const NOT_YOURS = 'Your roles do not allow you to see that.'

const closed: WatchedTopic = {
  watch: (hear) => {
    hear({ unavailable: NOT_YOURS })
    return () => {}
  },
  now: async () => refuse({ code: 'forbidden', text: NOT_YOURS }),
}

/** The same feeds for one person: conditions, and why there is no value, in that person's language. */
function inLanguage(feeds: Feeds, language: Language): Feeds {
  const said = Object.entries(feeds).map(([topic, feed]) => {
    const translate = (value: string) =>
      topic === 'conditions' ? conditionsIn(language, value) : value
    return [topic, saidIn(language, feed, translate)] as const
  })
  return Object.fromEntries(said) as Feeds
}

function saidIn(
  language: Language,
  feed: WatchedTopic,
  translate: (value: string) => string,
): WatchedTopic {
  return {
    watch: (hear) =>
      feed.watch((told) =>
        hear(
          'value' in told
            ? { value: translate(told.value) }
            : { unavailable: say(language, told.unavailable) },
        ),
      ),
    now: async () => {
      const answer = await feed.now()
      return answer.ok ? ok(translate(answer.value)) : answer
    },
  }
}

/** Rights are looked up anew: a socket lives longer than a role. */
function hasRoles(parts: Parts, { user, roles, ended }: RequestSession): boolean {
  if (ended.aborted) return false
  try {
    const now = parts.store().get(User, user)?.roles ?? []
    return roles.length > 0 && roles.every((role) => now.includes(role))
  } catch (error) {
    if (error instanceof Refusal) return true // no store at this moment: nobody can tell
    throw error
  }
}
