import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { lastWords } from '../../firmware/processes/last-words.ts'

const home = mkdtempSync(join(tmpdir(), 'strowger-words-'))
t.teardown(() => rmSync(home, { recursive: true }))
const path = join(home, 'x.log')
const json = (level: string, msg: string, error?: object) => JSON.stringify({ level, msg, error })

function words(lines: readonly string[], from = 0): string {
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return lastWords(path, from)
}

t.test('the newest error is what a process said last', async (t) => {
  t.equal(
    words([json('error', 'old'), json('fatal', 'port in use'), json('info', 'x')]),
    'port in use',
  )
  t.equal(words([json('fatal', 'a defect', { message: 'oops' })]), 'a defect: oops')
})

t.test('a program without our log is understood too', async (t) => {
  const crash = [
    'file.ts:7',
    '  throw x',
    'TypeError: x is not a function',
    '    at f',
    '',
    'Node.js v24.1.0',
  ]
  t.equal(words(crash), 'TypeError: x is not a function')
  const broker = ['1763: mosquitto starting', '1763: Error: Address already in use', '1763: bye']
  t.equal(words(broker), '1763: Error: Address already in use')
  t.equal(words([json('info', 'only this')]), 'only this')
  t.equal(words([]), '')
})

t.test('what a former life said does not count, unless the log was rotated', async (t) => {
  const former = json('fatal', 'former')
  t.equal(words([former, json('info', 'now')], former.length + 1), 'now')
  t.equal(words([json('fatal', 'now')], 10_000), 'now')
  t.equal(lastWords(join(home, 'none.log'), 0), '')
})

t.test('a huge log costs no more than its end', async (t) => {
  const noise = new Array<string>(20_000).fill(json('info', 'noise'))
  t.equal(words([...noise, json('error', 'the end')]), 'the end')
})
