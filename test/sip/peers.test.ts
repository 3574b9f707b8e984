import { execFile, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { DigestServer, digestHa1 } from '../../firmware/sip/auth/digest.ts'
import type { Flow } from '../../firmware/sip/contract.ts'
import type { Agent, Ending } from './support/agent.ts'
import { anAgent } from './support/agent.ts'
import { aListener } from './support/listener.ts'

const run = promisify(execFile)

const SDP =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 16500 RTP/AVP 0\r\n'
const CALLS = 40

/** sipp in a directory of its own, for at most a minute; its exit code is 0 when every call went as in its scenario. */
function sipp(ending: Ending, args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'strowger-sipp-'))
  const all = [
    '-i',
    '127.0.0.1',
    '-nostdin',
    '-timeout',
    '60',
    '-timeout_error',
    '-m',
    String(CALLS),
    ...args,
  ]
  const child = spawn('sipp', all, { cwd: folder, stdio: 'ignore' })
  const exit = once(child, 'exit').then(([code]) => code as number)
  ending.teardown(async () => {
    child.kill('SIGKILL')
    await exit
    rmSync(folder, { recursive: true })
  })
  return exit
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

/** A server in real time that answers every call. */
async function aTelephone(ending: Ending): Promise<Agent> {
  let serial = 0
  const telephone = await anAgent(
    ending,
    {
      request: (request) => request.respond(200),
      invite: (request) => {
        const usage = telephone.agent.adopt(request, `leg-${++serial}`, aListener())
        usage.provisional(180)
        usage.accept(SDP)
      },
    },
    { clock: systemClock },
  )
  return telephone
}

for (const [transport, option] of [
  ['UDP', 'u1'],
  ['TCP', 't1'],
] as const) {
  t.test(`sipp calls us over ${transport}`, async (t) => {
    const { address, agent } = await aTelephone(t)
    const target = `127.0.0.1:${address.port}`
    const code = await sipp(t, ['-sn', 'uac', target, '-t', option, '-r', '40', '-d', '100'])
    t.equal(code, 0)
    t.equal(agent.counters.usages, 0)
    t.equal(agent.counters.malformed, 0)
  })

  t.test(`we call sipp over ${transport}`, async (t) => {
    const caller = await anAgent(t, {}, { clock: systemClock })
    const port = await freePort()
    const exit = sipp(t, ['-sn', 'uas', '-p', String(port), '-t', option])
    const remote = { address: '127.0.0.1', port }
    const flow = caller.flowTo(remote, transport === 'UDP' ? 'udp' : 'tcp')
    if (transport === 'TCP') await listening(port)
    const calls = Array.from({ length: CALLS }, (_, n) => oneCall(caller, flow, n))
    t.strictSame([...new Set(await Promise.all(calls))], ['accepted'])
    t.equal(await exit, 0)
  })
}

/** Waits until somebody listens there: over TCP, an INVITE before that would fail at once. */
async function listening(port: number): Promise<void> {
  const entry = `:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`
  while (!readFileSync('/proc/net/tcp', 'latin1').includes(entry)) await pause(20)
}

function oneCall(caller: Agent, flow: Flow, n: number): Promise<string> {
  return new Promise((resolve) => {
    const who = { uri: `sip:${n}@127.0.0.1` }
    const listener = aListener({
      accepted: () => {
        usage.bye()
        resolve('accepted')
      },
      rejected: (status) => resolve(`rejected ${status}`),
    })
    const body = { type: 'application/sdp', text: SDP }
    const target = `sip:service@127.0.0.1:${flow.remote.port}`
    const usage = caller.agent.invite(
      { target, flow, from: who, to: { uri: target }, contactUser: 'a', body },
      `leg-${n}`,
      listener,
    )
  })
}

t.test('sipp registers with digest', async (t) => {
  const digest = new DigestServer({ clock: systemClock, realm: 'office', key: Buffer.alloc(32, 5) })
  const ha1 = digestHa1('100', 'office', 'secret')
  const seen: string[] = []
  const { address } = await anAgent(
    t,
    {
      request: (request) => {
        const verified = digest.verify(request.message, () => ha1)
        seen.push(verified.ok ? 'ok' : verified.error)
        if (verified.ok) request.respond(200)
        else request.respond(401, { headers: digest.challenge(verified.error === 'stale') })
      },
    },
    { clock: systemClock },
  )
  const scenario = join(import.meta.dirname, 'scenarios', 'register.xml')
  const code = await sipp(t, ['-sf', scenario, `127.0.0.1:${address.port}`, '-r', '40'])
  t.equal(code, 0)
  t.strictSame([...new Set(seen)].sort(), ['no-credentials', 'ok'])
})

t.test('sipsak gets an answer to OPTIONS', async (t) => {
  const { address } = await aTelephone(t)
  const { stdout } = await run('sipsak', ['-v', '-s', `sip:office@127.0.0.1:${address.port}`])
  t.match(stdout, /200/)
})
