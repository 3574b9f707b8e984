import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { NFT_SETS, nftBan } from '../../firmware/host/nft-bans.ts'
import { fitsVerb } from '../../firmware/host/verbs.ts'

t.test(
  'SECURITY row 18 a source is an address or 64 bits, and nothing that nft could take for more',
  async (t) => {
    for (const source of ['192.0.2.1', '2001:db8:0:1::/64']) {
      t.ok(fitsVerb('source-ban', { source, seconds: 60 }), source)
    }
    for (const source of [
      '',
      '192.0.2.1 }; flush ruleset',
      '192.0.2.0/24',
      '@other',
      '1.2.3.4\n',
      '::1',
      'x::/64',
    ]) {
      t.notOk(fitsVerb('source-ban', { source, seconds: 60 }), source)
    }
    t.notOk(fitsVerb('source-ban', { source: '192.0.2.1', seconds: -1 }))
    t.equal(nftBan({ source: '192.0.2.1', seconds: 0 }).length, 1)
  },
)

const folder = mkdtempSync(join(tmpdir(), 'strowger-nft-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** In a network namespace of its own: no rule of this machine is touched. */
const hasNft = spawnSync('unshare', ['-rn', 'nft', 'list', 'ruleset']).status === 0

t.test(
  'nftables takes bans, replaces them and ends them',
  { skip: !hasNft && 'no nft here' },
  async (t) => {
    const scripts = [
      NFT_SETS,
      ...[
        { source: '192.0.2.1', seconds: 60 },
        { source: '192.0.2.1', seconds: 7200 }, // the next ban is longer
        { source: '2001:db8:0:1::/64', seconds: 60 },
        { source: '192.0.2.9', seconds: 60 },
        { source: '192.0.2.9', seconds: 0 },
        { source: '192.0.2.8', seconds: 0 }, // was never banned
      ].flatMap(nftBan),
      'list table inet strowger\n',
    ]
    const files = scripts.map((script, n) => {
      const path = join(folder, `${n}.nft`)
      writeFileSync(path, script)
      return path
    })
    const run = files.map((file) => `nft -f ${file}`).join(' && ')
    const said = execFileSync('unshare', ['-rn', 'sh', '-c', run], { encoding: 'utf8' })
    t.match(said, /192\.0\.2\.1 timeout 2h/)
    t.match(said, /2001:db8:0:1::\/64 timeout 1m/)
    t.notMatch(said, /192\.0\.2\.[89]/)
  },
)
