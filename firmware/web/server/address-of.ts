import type { FastifyRequest } from 'fastify'

/** IPv4 addresses as such, also where the socket is an IPv6 one. */
export function addressOf(request: FastifyRequest): string {
  const { remoteAddress = '' } = request.raw.socket ?? {} // none where a test injects a WebSocket
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/, '')
}
