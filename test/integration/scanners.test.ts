import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'

const run = promisify(execFile)

t.setTimeout(180_000)
const server = await aServer(t, { office: office(3) })
const known = numberOf(0)
const home = mkdtempSync(join(tmpdir(), 'strowger-scan-'))
t.teardown(() => rmSync(home, { recursive: true }))

/** A program of Debian's sipvicious against the server; all that it prints. */
async function scan(program: 'svwar' | 'svcrack', args: readonly string[]): Promise<string> {
  const port = String(await freePort())
  const { address, port: sipPort } = server.sip
  const all = [
    '-b',
    '127.0.0.1',
    '-x',
    '127.0.0.1',
    '-P',
    port,
    ...args,
    `udp://${address}:${sipPort}`,
  ]
  const ended = await run(program, all, {
    env: { ...process.env, HOME: home },
    timeout: 60_000,
  }).catch((error: { stdout?: string; stderr?: string; killed?: boolean }) => error)
  if ('killed' in ended && ended.killed) throw new Error(`${program} did not end`)
  return `${ended.stdout}${ended.stderr}`
}

for (const method of ['REGISTER', 'OPTIONS', 'INVITE']) {
  test(`SECURITY row 1 svwar finds no telephone by ${method}`, async (t) => {
    const range = ['-m', method, '-e', '195-210', '--maximumtime', '5']
    t.match(await scan('svwar', range), 'found nothing')
    t.match(await scan('svwar', ['--force', ...range]), 'found nothing')
  })
}

test('SECURITY row 9 svcrack does not find a password that is in its dictionary', async (t) => {
  const phone = await aPhone(t, server, numberOf(1))
  const words = Array.from({ length: 30 }, (_, n) => `guess-number-${n}`)
  const dictionary = join(home, 'words.txt')
  writeFileSync(dictionary, `${[...words, passwordOf(known), 'last'].join('\n')}\n`)
  const said = await scan('svcrack', ['-u', known, '-d', dictionary, '--maximumtime', '5'])
  t.match(said, 'found nothing')
  t.notMatch(said, passwordOf(known))
  t.equal(
    statusOf(await phone.register()),
    200,
    'a registered telephone at the same address goes on',
  )
})
