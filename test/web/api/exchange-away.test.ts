import { join } from 'node:path'
import t from 'tap'
import { command } from '../../../firmware/bus/command.ts'
import { serveCommands } from '../../../firmware/bus/command-socket.ts'
import { connectBus } from '../../../firmware/bus/connect.ts'
import { systemClock as clock } from '../../../firmware/clock/system-clock.ts'
import { until } from '../../../firmware/demo/wait.ts'
import { silentLog as log } from '../../../firmware/log.ts'
import { commandSocket } from '../../../firmware/run-directory.ts'
import type { Ask } from '../../../firmware/web/server/parts.ts'
import { aDirectory } from '../../store/a-store.ts'
import { anApi } from './an-api.ts'

t.test(
  'with exchange and broker gone people go on configuring, and live pages recover by themselves',
  async (t) => {
    const run = aDirectory(t)
    const path = commandSocket(run, 'exchange')
    const exchange = (call: string) =>
      serveCommands({ path, name: 'exchange', verbs: { calls: () => [{ call }] }, log, clock })
    const ask: Ask = (program, verb, args = {}, signal) =>
      command(commandSocket(run, program), verb, args, { timeoutMs: 5000, clock, signal })
    const bus = connectBus({
      path: join(run, 'no-broker.sock'),
      credentials: () => undefined,
      clock,
      log,
    })
    t.teardown(() => bus.close())
    const stop = new AbortController()
    t.teardown(() => stop.abort())
    const { admin, live } = await anApi(t, { ask, bus, clock, stopping: stop.signal })

    const heard: { value?: readonly { call: string }[]; unavailable?: string }[] = []
    const socket = await live(admin)
    socket.on('message', (data) => void heard.push(JSON.parse(String(data))))
    socket.send('{"watch":["calls"]}')
    await until('why there are no calls', () => heard.at(-1)?.unavailable)
    t.match(heard, [{ unavailable: /The exchange does not run at the moment/ }])
    t.match(await admin.get('calls'), { status: 503, body: { code: 'unavailable' } })

    const made = await admin.create('handsets', { sipUser: '101' })
    t.equal((await admin.patch('handsets', made, { lines: 3 })).status, 200)
    t.match((await admin.list('handsets')).body, { total: 1, items: [{ lines: 3 }] })
    t.equal((await admin.get('search?q=101')).status, 200)
    t.equal((await admin.get('history')).status, 200)
    t.equal((await admin.get('records')).status, 200)

    const first = await exchange('1-1-1')
    await until('its calls', () => heard.at(-1)?.value?.[0]?.call === '1-1-1')
    await first.close()
    await until('that it is gone again', () => heard.at(-1)?.unavailable)
    t.equal(heard.length, 3, 'said once, while the last value stays')
    t.equal((await admin.patch('handsets', made, { lines: 4 })).status, 200)
    const second = await exchange('1-2-1')
    t.teardown(() => second.close())
    await until('its calls, by itself', () => heard.at(-1)?.value?.[0]?.call === '1-2-1')
    t.match(await admin.get('calls'), { status: 200, body: [{ call: '1-2-1' }] })
  },
)
