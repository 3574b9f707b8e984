import type { Journal } from '../calls/journal.ts'
import type { Clock } from '../clock/clock.ts'
import type { KeptBan, KeptBans } from '../sip/defence/kept-bans.ts'
import type { DurableMap } from '../store/durable-map.ts'

const PREFIX = 'ban/'

/**
 * Bans in the journal, for a process that was killed or upgraded; those made by hand also in the durable map, for a boot. The others are not
 * worth flash: who attacks is soon banned again.
 */
export function edgeBans(journal: Journal, durable: DurableMap<KeptBan>, clock: Clock): KeptBans {
  const note = (source: string, ban: KeptBan | undefined) =>
    journal.touch({ journalKey: PREFIX + source, snapshot: () => ban })
  return {
    put: (source, ban) => {
      note(source, ban)
      if (ban.reason === 'manual') durable.put(source, ban)
      else durable.remove(source)
    },
    remove: (source) => {
      note(source, undefined)
      durable.remove(source)
    },
    entries: () => {
      const all = new Map(durable.entries().map(([source, ban]) => [source, afterBoot(ban, clock)]))
      for (const [key, ban] of journal.entries(PREFIX)) {
        all.set(key.slice(PREFIX.length), ban as KeptBan)
      }
      return [...all].sort(([, one], [, other]) => one.since - other.since)
    },
  }
}

/** Uptime has begun anew: what is left is told by UTC, which may be wrong for a while after a boot. */
function afterBoot(ban: KeptBan, clock: Clock): KeptBan {
  const left = Math.min(ban.ms, ban.since + ban.ms - clock.now())
  return { ...ban, until: clock.uptime() + left }
}
