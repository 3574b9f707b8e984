import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Below what the kernel gives to those who ask for any port (32768 up), so that nobody takes one meanwhile.
const SIGNALLING = { low: 10_000, high: 19_999 }
const MEDIA = { low: 20_000, high: 32_000 }
const TRIES = 100
/** Free for all, but no browser opens a page there (WHATWG Fetch, "bad port"): the only one of our range. */
const BLOCKED_BY_BROWSERS = 10_080

/** A port that is free for UDP and TCP. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(SIGNALLING.low, SIGNALLING.high + 1)
    if (port === BLOCKED_BY_BROWSERS) continue
    if ((await isFreeForUdp(port, address)) && (await isFreeForTcp(port, address))) return port
  }
  throw new Error(`no free port from ${SIGNALLING.low} to ${SIGNALLING.high} on ${address}`)
}

/** A range of `count` media ports, begun at random: two instances may overlap, and then each skips what is taken. */
export function mediaPorts(count = 1000): string {
  const low = randomInt(MEDIA.low / 2, (MEDIA.high - count) / 2) * 2
  return `${low}-${low + count - 1}`
}

async function isFreeForUdp(port: number, address: string): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    socket.bind(port, address)
    await once(socket, 'listening') // rejects with the error
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}

async function isFreeForTcp(port: number, address: string): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, address)
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
