/**
 * CPU of one request and its reply at each end of the gateway protocol, over a Unix socket between two processes. The library is
 * a fake that costs next to nothing, so what is measured is the protocol. Prints the figures beside their budget.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import { ContextTable } from '../../firmware/gateway/context-table.ts'
import type { Operation } from '../../firmware/gateway/contract.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { silentLog } from '../../firmware/log.ts'
import { FakeMediaLibrary } from '../gateway/fake-media-library.ts'

const BUDGET_US = 15
const REQUESTS = 60_000
const STREAM = {
  remote: { address: '192.0.2.77', port: 20002 },
  codec: 'PCMU',
  payloadType: 0,
  eventPayloadType: 101,
  ptimeMs: 20,
  send: true,
  receive: true,
  symmetric: true,
} as const

if (process.send) await gateway()
else await measure()

/** The other process: a gateway that tells its CPU time when asked. */
async function gateway(): Promise<void> {
  const host = new GatewayHost({
    clock: systemClock,
    path: process.argv[2] ?? '',
    kind: 'media',
    log: silentLog,
    open: (report) =>
      new ContextTable({
        clock: systemClock,
        report,
        open: (onEvent) => new FakeMediaLibrary(onEvent, undefined, 100_000),
      }),
  })
  await host.start()
  process.on('message', () => process.send?.(cpuUs()))
  process.send?.('ready')
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'))
  const path = join(folder, 'g.sock')
  const child = fork(import.meta.filename, [path])
  await once(child, 'message')
  const cpuOfGateway = async () => {
    child.send('cpu')
    const [us] = await once(child, 'message')
    return us as number
  }
  const client = await connect(path)

  for (const [name, inFlight] of [
    ['one at a time', 1],
    ['8 at a time', 8],
    ['64 at a time', 64],
  ] as const) {
    await run(client, REQUESTS / 6, inFlight, `warm-${inFlight}`)
    const [ours, theirs] = [cpuUs(), await cpuOfGateway()]
    await run(client, REQUESTS, inFlight, `run-${inFlight}`)
    report(name, cpuUs() - ours, (await cpuOfGateway()) - theirs)
  }
  client.stop()
  child.kill()
  rmSync(folder, { recursive: true })
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function report(name: string, controllerUs: number, gatewayUs: number): void {
  const each = (us: number) => `${(us / REQUESTS).toFixed(1)} µs`
  console.log(
    `gateway request + reply, ${name}: controller ${each(controllerUs)}, gateway ${each(gatewayUs)} (budget ${BUDGET_US} µs each end)`,
  )
}

async function connect(path: string): Promise<GatewayClient> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let waiting: (() => void)[] = []
  const client = new GatewayClient({
    clock: systemClock,
    path,
    controller: 'bench',
    epoch: 1,
    log: silentLog,
    // As the journal does: what one turn wants to send leaves together at its end.
    outbox: (send) => {
      if (waiting.push(send) > 1) return
      setImmediate(() => {
        const sends = waiting
        waiting = []
        for (const each of sends) each()
      })
    },
    handler: {
      connected() {},
      disconnected() {},
      restarted() {},
      refused() {},
      event() {},
      inventory: () => resolve(),
    },
  })
  client.start()
  await promise
  return client
}

/** The requests of calls: context, add with stream, stream, play, stop, subtract, drop. */
async function run(
  client: GatewayClient,
  requests: number,
  inFlight: number,
  prefix: string,
): Promise<void> {
  let next = 0
  const perCall = 7
  const calls = Math.ceil(requests / perCall)
  const worker = async () => {
    while (next < calls) {
      const call = `${prefix}-${next++}`
      for (const operation of operationsOf(call))
        await client.request(operation, { timeoutMs: 60_000 })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}

function operationsOf(call: string): Operation[] {
  const termination = `${call}/a`
  const attachment = `${call}/ring`
  const signal = {
    kind: 'tone',
    hz: [440, 480],
    levelDbm0: -19,
    cadenceMs: [2000, 4000],
    totalMs: 0,
  } as const
  return [
    { op: 'context', context: call, orphan: { keep: true, maxAgeSeconds: 21_600 } },
    { op: 'add', context: call, termination, localAddress: '127.0.0.1', stream: STREAM },
    { op: 'stream', termination, stream: { ...STREAM, symmetric: false } },
    { op: 'play', termination, attachment, side: 'to', signal },
    { op: 'stop', attachment },
    { op: 'subtract', termination },
    { op: 'drop-context', context: call },
  ]
}
