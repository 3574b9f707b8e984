import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { checkDataDirectory } from '../../firmware/cli/run/data-directory.ts'

const home = mkdtempSync(join(tmpdir(), 'strowger-data-'))
t.teardown(() => rmSync(home, { recursive: true }))

t.test('a data directory is made for this user alone, and nothing is left in it', async (t) => {
  const data = join(home, 'a', 'b')
  checkDataDirectory(data)
  t.strictSame(readdirSync(data), [])
  t.equal(statSync(data).mode & 0o777, 0o700)
})

const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0
const without = canMount ? {} : { skip: 'no mount namespaces here' }

/** Runs the check on a small file system of its own. @returns the message, or empty */
function onTmpfs(options: string, before = 'true'): string {
  const check = fileURLToPath(new URL('../../firmware/cli/run/data-directory.ts', import.meta.url))
  const script = `
    const { checkDataDirectory } = await import(${JSON.stringify(check)})
    try { checkDataDirectory(process.argv[1]) } catch (error) { console.log(error.message) }`
  const shell = `mount -t tmpfs -o ${options} none "$0" && ${before}; exec "$1" --input-type=module -e "$2" "$0"`
  const words = ['-rm', 'sh', '-c', shell, home, process.execPath, script]
  return execFileSync('unshare', words, { encoding: 'utf8' }).trim()
}

t.test('a full or read-only data directory is named with what ails it', without, async (t) => {
  t.equal(onTmpfs('size=64m'), '')
  t.equal(onTmpfs('size=8m'), `The data directory ${home} has only 8 MB free.`)
  const fill = 'head -c 2m /dev/zero >"$0/x" 2>/dev/null'
  t.equal(onTmpfs('size=1m', fill), `The data directory ${home} is full.`)
  t.equal(onTmpfs('size=64m,ro'), `The data directory ${home} is on a read-only file system.`)
})
