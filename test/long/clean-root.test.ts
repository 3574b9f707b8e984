import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import t from 'tap'

/** Why this machine cannot make a clean root, or false when it can. */
function lacking(): string | false {
  if (process.getuid?.() !== 0) return 'only root can make a clean root'
  if (!existsSync('/usr/bin/mmdebstrap')) return 'mmdebstrap is not installed'
  return false
}

t.test(
  'a newcomer with Debian 12, make and Node runs and tests a clone, then again without network',
  { skip: lacking() },
  async (t) => {
    const { status } = spawnSync('scripts/clean-root', ['run', 'test'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    t.equal(status, 0)
  },
)
