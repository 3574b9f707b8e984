import { isIP } from 'node:net'
import { CommandError } from '../bus/command-error.ts'
import type { Verbs } from '../bus/command-socket.ts'
import type { Edge } from './edge.ts'

const MOST_MINUTES = 365 * 24 * 60

/** What the command socket answers of bans: `bans`; `ban` with `address` and `minutes` (60 unless given); `unban` with `address`. */
export function edgeVerbs({ defence }: Edge): Verbs {
  return {
    bans: () => defence.list().map((ban) => ({ ...ban, source: shownSource(ban.source) })),
    ban: (args) => {
      const { minutes = 60 } = (args ?? {}) as Record<string, unknown>
      if (typeof minutes !== 'number' || !(minutes >= 1 && minutes <= MOST_MINUTES)) {
        throw new CommandError('bad-arguments', 'minutes: give a number of at least 1.')
      }
      if (defence.ban(addressOf(args), Math.floor(minutes) * 60_000)) return {}
      const text = 'A phone is registered from there, or the settings say never to ban it.'
      throw new CommandError('has-phones', text)
    },
    unban: (args) => {
      if (defence.unban(addressOf(args))) return {}
      throw new CommandError('not-banned', 'That address is not banned.')
    },
  }
}

/** A network of IPv6 as people write it. */
export function shownSource(source: string): string {
  return source.includes(':') ? `${source}::/64` : source
}

function addressOf(args: unknown): string {
  const given = (args as Record<string, unknown> | undefined)?.address
  const address = typeof given === 'string' ? given.replace(/::\/64$/, '::') : ''
  if (isIP(address) !== 0) return address
  throw new CommandError('bad-arguments', 'address: give an IP address, as 192.0.2.10.')
}
