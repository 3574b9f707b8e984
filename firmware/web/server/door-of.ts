import type { FastifyRequest } from 'fastify'

/** By which port somebody comes: administration, people's own pages, administration from elsewhere. */
export type DoorName = 'admin' | 'portal' | 'remote'

export interface Passage {
  readonly door: DoorName
  /** Common name of the client certificate that opened it. */
  readonly certificate?: string
}

const passages = new WeakMap<object, Passage>()

export function markPassage(socket: object, passage: Passage): void {
  passages.set(socket, passage)
}

/** Through which door a request came. One without a socket of ours, as tests make them, by the first. */
export function passageOf(request: FastifyRequest): Passage {
  return passages.get(request.raw.socket) ?? { door: 'admin' }
}
