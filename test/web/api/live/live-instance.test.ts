import t from 'tap'
import type { WebSocket } from 'ws'
import { command } from '../../../../firmware/bus/command.ts'
import { connectBus } from '../../../../firmware/bus/connect.ts'
import { readCredentials } from '../../../../firmware/bus/credentials.ts'
import { systemClock as clock } from '../../../../firmware/clock/system-clock.ts'
import { Instance } from '../../../../firmware/demo/instance.ts'
import { until } from '../../../../firmware/demo/wait.ts'
import { silentLog as log } from '../../../../firmware/log.ts'
import { busCredentials, busSocket, commandSocket } from '../../../../firmware/run-directory.ts'
import type { ShownCall, ShownLine, ShownProcess } from '../../../../firmware/web/contract.ts'
import type { Ask } from '../../../../firmware/web/server/parts.ts'
import { anApi } from '../an-api.ts'

/** The newest of each topic, as a page has it. */
class Watcher {
  readonly values = new Map<string, unknown>()
  readonly unavailable = new Map<string, string>()

  constructor(socket: WebSocket, ...topics: string[]) {
    socket.on('message', (data) => {
      const { topic, value, unavailable } = JSON.parse(String(data))
      if (unavailable) this.unavailable.set(topic, unavailable)
      else {
        this.values.set(topic, value)
        this.unavailable.delete(topic)
      }
    })
    socket.send(JSON.stringify({ watch: topics }))
  }

  get calls(): readonly ShownCall[] | undefined {
    return this.values.get('calls') as readonly ShownCall[] | undefined
  }
}

t.test('a page sees a call come and go, and a process die and come back', async (t) => {
  const instance = await Instance.start({ env: { STROWGER_LINES: 'sim:fxs=2,fxo=1' } })
  t.teardown(() => instance.stop())
  const ask: Ask = (program, verb, args = {}, signal) =>
    command(commandSocket(instance.run, program), verb, args, { timeoutMs: 30_000, clock, signal })
  const credentials = () => readCredentials(busCredentials(instance.run, 'web'))
  const bus = connectBus({ path: busSocket(instance.run), credentials, clock, log })
  t.teardown(() => bus.close())
  const { admin, live } = await anApi(t, { ask, bus, clock })
  const socket = await live(admin)
  const page = new Watcher(socket, 'calls', 'lines', 'processes', 'conditions', 'phones')
  await until('the first values', () => page.values.size === 5)
  t.strictSame(page.calls, [])

  const sim = (command: object) => admin.ask('POST', 'sim', { line: 'fxs-1', ...command })
  await sim({ action: 'lift' })
  await sim({ action: 'dial', keys: '100', how: 'dtmf' })
  await until('the call', () => page.calls?.some(({ dialled }) => dialled === '100'))
  const [call] = page.calls ?? []
  t.match(call, { legs: [{ direction: 'in', digits: '107' }] })
  const ladder = (await admin.get<{ text: string }[]>(`calls/${call?.call}/ladder`)).body
  t.ok(ladder.length > 0)
  await until('the lamp', () => {
    const lines = page.values.get('lines') as readonly ShownLine[]
    return lines.some(({ line, hook }) => line === 'fxs-1' && hook === 'off')
  })

  const before = await instance.pidOf('exchange')
  await instance.kill9('exchange')
  await instance.restarted('exchange', before)
  await until('its new process', () => {
    const processes = page.values.get('processes') as readonly ShownProcess[]
    return processes.some(({ name, pid, ready }) => name === 'exchange' && ready && pid !== before)
  })
  await until('its answers', () => !page.unavailable.has('calls'))
  t.match(page.calls, [{ call: call?.call }], 'the call has gone on')

  await sim({ action: 'hang-up' })
  await until('the end of the call', () => page.calls?.length === 0)
  t.match(await admin.get('explain?digits=100'), { status: 200 })
})
