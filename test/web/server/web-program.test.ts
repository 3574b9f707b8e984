import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { prepareAccess, setUpState } from '../../../firmware/access/set-up.ts'
import { command } from '../../../firmware/bus/command.ts'
import { systemClock as clock } from '../../../firmware/clock/system-clock.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { Site } from '../../../firmware/model/site.ts'
import { commandSocket } from '../../../firmware/run-directory.ts'
import type { ShownCertificate } from '../../../firmware/shown-certificate.ts'
import { openStore } from '../../../firmware/store/store.ts'
import type { Session } from '../../../firmware/web/contract.ts'
import { aDirectory, change } from '../../store/a-store.ts'
import { OWN_PASSWORD } from './a-server.ts'

const MAIN = fileURLToPath(new URL('../../../firmware/web/main.ts', import.meta.url))

/** The web process alone: no exchange, no broker, no supervisor. */
class WebProgram {
  readonly run: string
  readonly data: string
  readonly port: number
  log = ''
  #process: ChildProcess | undefined
  #cookie = ''
  csrf = ''

  readonly #others: { readonly portal: number; readonly remote: number }

  constructor(folder: string, port: number, others: { portal: number; remote: number }) {
    this.run = join(folder, 'run')
    this.data = join(folder, 'data')
    this.port = port
    this.#others = others
  }

  start(): ChildProcess {
    const env = {
      ...process.env,
      STROWGER_RUN: this.run,
      STROWGER_DATA: this.data,
      STROWGER_BIND: '127.0.0.1',
      STROWGER_WEB_PORT: String(this.port),
      STROWGER_PORTAL_PORT: String(this.#others.portal),
      STROWGER_REMOTE_PORT: String(this.#others.remote),
    }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.on('data', (chunk) => {
      this.log += chunk
    })
    this.#process = child
    return child
  }

  async ready(): Promise<void> {
    for (;;) {
      const health = await this.#ask('health')
      if (health.ok && (health.value as { ready: boolean }).ready) return
      await clock.sleep(50)
    }
  }

  async certificate(): Promise<ShownCertificate> {
    const answer = await this.#ask('certificate')
    if (!answer.ok) throw new Error(answer.error.text)
    return answer.value as ShownCertificate
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  /** A page's request, by somebody who trusts the unit's CA. */
  async page<T>(method: string, path: string, body?: unknown): Promise<T> {
    const ca = JSON.parse(readFileSync(join(this.data, 'web', 'authority.json'), 'utf8'))
    const asked = request({
      method,
      host: '127.0.0.1',
      port: this.port,
      path: `/api/v1/${path}`,
      ca: ca.certificate,
      agent: false,
      headers: {
        'content-type': 'application/json',
        cookie: this.#cookie,
        'x-csrf': this.csrf,
      },
    })
    asked.end(body === undefined ? undefined : JSON.stringify(body))
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const set = answer.headers['set-cookie']?.[0]
    if (set !== undefined) this.#cookie = set.split(';')[0] ?? ''
    let text = ''
    for await (const chunk of answer) text += chunk
    return JSON.parse(text) as T
  }

  #ask(verb: string) {
    return command(commandSocket(this.run, 'web'), verb, {}, { timeoutMs: 30_000, clock })
  }
}

async function aProgram(t: Test): Promise<WebProgram> {
  const others = { portal: await freePort(), remote: await freePort() }
  const web = new WebProgram(aDirectory(t), await freePort(), others)
  t.teardown(() => web.end('SIGKILL'))
  return web
}

t.test('pages are served without exchange and broker, and sessions outlive a crash', async (t) => {
  const web = await aProgram(t)
  web.start()
  await web.ready()
  t.match(await web.page('GET', 'session'), { state: 'preparing' }, 'there is no store yet')

  const store = openStore({ data: web.data, clock }) // what the exchange does at its first start
  change(store, (edit) => edit.create(Site, { name: 'Main' }))
  await prepareAccess(store)
  const state = setUpState(store)
  await store.close()
  if (state.state !== 'unclaimed') throw new Error(state.state)

  const opened = await web.page<Session>('GET', 'session')
  t.match(opened, { state: 'unclaimed', site: 'Main' })
  web.csrf = opened.csrf
  const claim = { code: state.code, password: OWN_PASSWORD }
  const claimed = await web.page<Session>('POST', 'session/claim', claim)
  t.match(claimed, { state: 'signed-in', user: { login: 'admin' } })
  const before = await web.certificate()

  await web.end('SIGKILL')
  web.start()
  await web.ready()
  t.match(await web.page('GET', 'session'), { state: 'signed-in', csrf: claimed.csrf })
  t.strictSame(await web.certificate(), before)
  t.notMatch(web.log, OWN_PASSWORD)
  t.notMatch(web.log, state.code)
  t.match(await web.page('GET', 'calls'), { code: 'unavailable' }, 'and what is away is said to be')
})

t.test('a port in use ends the program, which names port and remedy', async (t) => {
  const web = await aProgram(t)
  mkdirSync(web.run, { mode: 0o700 })
  const squatter = createServer()
  squatter.listen(web.port, '127.0.0.1')
  await once(squatter, 'listening')
  t.teardown(() => squatter.close())
  const [code] = await once(web.start(), 'exit')
  t.equal(code, 78)
  t.match(web.log, new RegExp(`Port ${web.port} of 127.0.0.1 is in use.*STROWGER_WEB_PORT`))
})
