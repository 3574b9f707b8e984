import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { checkStore } from '../../firmware/store/check-store.ts'
import { aDirectory } from './a-store.ts'

t.test('a check that is called off leaves no process and finds nothing', async (t) => {
  const data = aDirectory(t)
  const stopping = new AbortController()
  const verdict = checkStore(data, stopping.signal)
  await until('it runs', () => checkers(data) === 1)
  stopping.abort()
  t.same(await verdict, { values: 0, damage: [] })
  await until('it is gone', () => checkers(data) === 0)
})

t.test('a check ends with whoever wants it, also when that is killed', async (t) => {
  const data = aDirectory(t)
  const store = new URL('../../firmware/store/check-store.ts', import.meta.url)
  const asks = `import(${JSON.stringify(store.href)}).then(({ checkStore }) => checkStore(process.argv[1]))`
  const asker = spawn(process.execPath, ['-e', asks, data], { stdio: 'ignore' })
  await until('it runs', () => checkers(data) === 1)
  asker.kill('SIGKILL')
  await until('it is gone', () => checkers(data) === 0)
})

/** Processes that check this directory. */
function checkers(data: string): number {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
      return words.some((word) => word.endsWith('verify-main.ts')) && words.includes(data)
    } catch {
      return false // it ended meanwhile
    }
  }).length
}
