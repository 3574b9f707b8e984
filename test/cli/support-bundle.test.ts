import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runCli } from '../../firmware/cli/run-cli.ts'
import { redact } from '../../firmware/cli/support/redact.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'

const PLANTED = 'Tr0ub4dor-3'
const settings: readonly string[] = [
  `{"password":"${PLANTED}"}`,
  `{"sipPassword": "${PLANTED}", "x": 1}`,
  `{\\"password\\":\\"${PLANTED}\\"}`,
  `password: ${PLANTED}`,
  `  voicemailPin: ${PLANTED}`,
  `pin: '${PLANTED}'`,
  `client_secret=${PLANTED}&x=1`,
  `api-key=${PLANTED}`,
  `STROWGER_TOKEN=${PLANTED}`,
  `Authorization: Digest username="101", realm="r", response="${PLANTED}", uri="sip:x"`,
  `{"msg":"Proxy-Authorization: Digest username=\\"101\\", response=\\"${PLANTED}\\"\\r\\nVia: x"}`,
  `Cookie: session=${PLANTED}`,
  `https://admin:${PLANTED}@mail.example/`,
  `-----BEGIN RSA PRIVATE KEY-----\n${PLANTED}\n-----END RSA PRIVATE KEY-----`,
]

t.test('SECURITY 2 a secret behind a telling word is removed, however it is written', async (t) => {
  for (const text of settings) t.notMatch(redact(text, []), PLANTED, text)
  t.notMatch(redact(`it said ${PLANTED} aloud`, [PLANTED]), PLANTED, 'and one that is known')
})

t.test('what is no secret stays', async (t) => {
  for (const text of [
    '{"level":"info","msg":"pinned version","call":"a-1"}',
    'Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK7',
    'https://192.0.2.7:8443/phones',
    '{"keyframe":1,"opinion":"good","responses":3}',
    'spinning: 3',
  ]) {
    t.equal(redact(text, []), text)
  }
  const header = `{"msg":"Authorization: Digest x=\\"1\\"\\r\\nVia: 7","call":"a-1"}`
  t.match(redact(header, []), 'Via: 7","call":"a-1"', 'what follows a secret, too')
})

t.test('SECURITY 2 a bundle has logs, status and configuration, and no secret', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'strowger-bundle-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  const run = join(home, 'run')
  for (const folder of ['log', 'credentials', 'broker']) {
    mkdirSync(join(run, folder), { recursive: true, mode: 0o700 })
  }
  writeFileSync(
    join(run, 'credentials', 'media.json'),
    JSON.stringify({ username: 'media', password: PLANTED }),
  )
  writeFileSync(join(run, 'broker', 'passwords'), `media:$7$${PLANTED}`)
  writeFileSync(join(run, 'broker', 'acl'), 'user media\n')
  writeFileSync(
    join(run, 'log', 'exchange.log'),
    `${settings.join('\n')}\nleaked ${PLANTED} bare\nrang 101\n`,
  )

  const file = join(home, 'bundle.tar.gz')
  const words = ['support-bundle', file, '--json']
  const variables = {
    STROWGER_RUN: run,
    STROWGER_DATA: join(home, 'data'),
    STROWGER_BIND: '127.0.0.1',
  }
  let out = ''
  const stdout = (text: string) => {
    out += text
  }
  const around = { stdout, stderr: stdout, variables, clock: new VirtualClock() }
  t.equal(await runCli(words, around), 0, out)
  t.match(JSON.parse(out), { file })
  t.equal(statSync(file).mode & 0o777, 0o600)

  const listed = execFileSync('tar', ['tzf', file], { encoding: 'utf8' })
  for (const name of ['status.json', 'versions.json', 'environment.json', 'office.yaml']) {
    t.match(listed, `/${name}\n`)
  }
  t.match(listed, '/log/exchange.log\n')
  t.match(listed, '/broker/acl\n')
  t.notMatch(listed, 'passwords')
  const everything = execFileSync('tar', ['xzOf', file], { encoding: 'utf8' })
  t.notMatch(everything, PLANTED)
  t.match(everything, 'rang 101')
  t.match(everything, /"strowger": "\d/)

  t.equal(await runCli(words, around), 1, 'a file that is there is not overwritten')
  t.ok(readFileSync(file).length > 0)
})
