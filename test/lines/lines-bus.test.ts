import t from 'tap'
import { command } from '../../firmware/bus/command.ts'
import type { LineState } from '../../firmware/bus/payloads.ts'
import { topics } from '../../firmware/bus/topics.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { Broker } from '../bus/broker.ts'
import { GatewayProcess, until } from '../gateway/gateway-process.ts'

t.test('every line is on the bus as it is now, and no line of an earlier start', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const states = new Map<string, LineState>()
  const ended = new AbortController()
  t.teardown(() => ended.abort())
  const listener = await broker.connected(t, 'cli')
  listener.subscribe(
    topics.lineState,
    ({ line }, state) => {
      if (state) states.set(line, state)
      else states.delete(line)
    },
    ended.signal,
  )
  const lines = new GatewayProcess(t, 'lines', { run: broker.run })
  lines.start({ STROWGER_LINES: 'sim:fxs=2,fxo=1' })
  await until(() => states.size === 3, 'three lines')
  t.match(states.get('fxo-1'), { kind: 'fxo', driver: 'sim', hook: 'on', inUse: false })

  const lift = { line: 'fxs-1', action: 'lift' }
  await command(lines.commandSocket, 'sim', lift, { clock, timeoutMs: 10_000 })
  await until(() => states.get('fxs-1')?.hook === 'off', 'one is lifted')

  await lines.kill()
  lines.start({ STROWGER_LINES: 'sim:fxs=1' })
  await until(() => states.size === 1, 'the others are taken back')
  await until(() => states.get('fxs-1')?.hook === 'on', 'told anew')
  t.ok(states.get('fxs-1')?.since)
})
