import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { HostArgs, HostBackend } from './verbs.ts'

/** The sets that the rules of the image name: `ip saddr @banned4 drop`. */
const TABLE = 'inet strowger'
const SETS = { v4: 'banned4', v6: 'banned6' }

/** What `nft` is told (one argument of `-f -`) once, before the first ban. Elements go by themselves when their time is over. */
export const NFT_SETS = [
  `add table ${TABLE}`,
  `add set ${TABLE} ${SETS.v4} { type ipv4_addr; flags timeout; size 65536; }`,
  `add set ${TABLE} ${SETS.v6} { type ipv6_addr; flags interval, timeout; size 65536; }`,
  '',
].join('\n')

/**
 * What `nft` is told of one ban, each in a transaction of its own: in one, the kernel (6.1) takes the new element away with the old. It was checked by
 * the schema of the verb: nothing but digits, letters to f, dots, colons and a slash comes in here. An element that is there already is
 * replaced, since its timeout cannot be changed.
 */
export function nftBan({ source, seconds }: HostArgs<'source-ban'>): readonly string[] {
  const set = `${TABLE} ${source.includes(':') ? SETS.v6 : SETS.v4}`
  const gone = `add element ${set} { ${source} timeout 1s }\ndelete element ${set} { ${source} }\n`
  return seconds > 0 ? [gone, `add element ${set} { ${source} timeout ${seconds}s }\n`] : [gone]
}

/** Hands a script to `nft`; rejects with what it says against it. */
async function nft(script: string): Promise<void> {
  const path = `${process.env.PATH}:/usr/sbin:/sbin`
  const child = spawn('nft', ['-f', '-'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, PATH: path },
  })
  let said = ''
  child.stderr.on('data', (octets) => {
    said += octets
  })
  child.stdin.on('error', () => {}) // it has ended, and its code tells
  child.stdin.end(script)
  const [code] = (await once(child, 'close')) as [number | null] // rejects where there is no nft
  if (code !== 0) throw new Error(`nft ended with ${code}: ${said.trim().slice(0, 200)}`)
}

/**
 * Bans in the kernel. Only where the firewall of the image stands: a machine whose table that is not, or whose rules this process may not
 * touch, is left alone.
 */
export async function nftBackend(): Promise<HostBackend> {
  try {
    await nft(`list table ${TABLE}\n`)
    await nft(NFT_SETS)
  } catch {
    return {}
  }
  return {
    'source-ban': async (args) => {
      for (const script of nftBan(args)) await nft(script)
      return {}
    },
  }
}
