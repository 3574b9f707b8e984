import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'

t.setTimeout(600_000)

/** Addresses, and DNS on port 53, are made in a network of the test's own: mount and network namespaces, which only root may make. */
const can = spawnSync('unshare', ['--mount', '--net', 'ip', 'link', 'set', 'lo', 'up'])
const why = can.status === 0 ? false : `no network namespace: ${can.stderr || can.error}`

t.test('in a network of its own', { skip: why }, async (t) => {
  const inner = join(import.meta.dirname, 'other-stacks-in-own-network.ts')
  await t.spawn('unshare', ['--mount', '--net', process.execPath, inner])
})
