import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type { GatewayEvent, Inventory, LineEvent } from '../../firmware/gateway/contract.ts'
import type { ShownLine } from '../../firmware/gateway/shown-line.ts'
import type { SimulatedLine } from '../../firmware/gateway/sim-command.ts'
import { silentLog } from '../../firmware/log.ts'
import { sendAtOnce } from '../../firmware/outbox.ts'
import type { Health } from '../../firmware/program.ts'
import { GatewayProcess, until } from '../gateway/gateway-process.ts'

const CONTEXT = {
  op: 'context',
  context: 'call',
  orphan: { keep: true, maxAgeSeconds: 3600 },
} as const
const ADD = { op: 'add-line', context: 'call' } as const
const PATIENT = { timeoutMs: 20_000 }
const PROVISION = {
  op: 'provision',
  lines: [{ line: 'fxs-1', disconnectMs: 350, flashMinMs: 300, flashMaxMs: 1000 }],
  emergency: { numbers: ['112'], sent: '911', lines: ['fxo-2'], preDialMs: 300 },
} as const

/** A controller that keeps what it is told. */
class Controller {
  readonly client: GatewayClient
  readonly events: GatewayEvent[] = []
  readonly inventories: Inventory[] = []
  restarts = 0

  constructor(t: Test, process: GatewayProcess, epoch: number) {
    this.client = new GatewayClient({
      clock: systemClock,
      path: process.gatewaySocket,
      controller: 'test',
      epoch,
      outbox: sendAtOnce,
      log: silentLog,
      handler: {
        connected() {},
        disconnected() {},
        restarted: () => {
          this.restarts++
        },
        inventory: (inventory) => this.inventories.push(inventory),
        refused() {},
        event: (event) => this.events.push(event),
      },
    })
    this.client.start()
    t.teardown(() => this.client.stop())
  }

  /** Whether this has happened on that line. */
  heard(line: string, kind: LineEvent['kind']): boolean {
    return this.events.some(
      (event) => event.kind === 'line' && event.line === line && event.what.kind === kind,
    )
  }
}

async function ask(process: GatewayProcess, verb: string, args: object = {}): Promise<unknown> {
  const options = { clock: systemClock, timeoutMs: 10_000 }
  const answer = await command(process.commandSocket, verb, args, options)
  if (!answer.ok) throw new Error(`${verb}: ${answer.error.text}`)
  return answer.value
}

const person = (process: GatewayProcess, line: string, action: string, more: object = {}) =>
  ask(process, 'sim', { line, action, ...more })

async function farEnd(process: GatewayProcess, line: string): Promise<SimulatedLine> {
  return (await person(process, line, 'listen')) as SimulatedLine
}

/** Waits generously, for what has to be asked. */
async function eventually(what: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 800; n++) {
    if (await what()) return
    await systemClock.sleep(25)
  }
  throw new Error(`not within 20 s: ${what}`)
}

/** The process answers; the socket of one that was killed may still be there. */
async function answering(process: GatewayProcess): Promise<void> {
  const options = { clock: systemClock, timeoutMs: 10_000 }
  await eventually(async () => (await command(process.commandSocket, 'health', {}, options)).ok)
}

async function heardBy(process: GatewayProcess, line: string, hz: number): Promise<void> {
  await eventually(async () => {
    const { hearing } = await farEnd(process, line)
    const [strongest = 0] = hearing.hz
    return Math.abs(strongest - hz) <= 15 && hearing.levelDbm0 > -30
  })
}

async function conditionsAre(process: GatewayProcess, wanted: readonly string[]): Promise<void> {
  await eventually(async () => {
    const { conditions } = (await ask(process, 'health')) as Health
    const found = conditions.map(({ id }) => id.replace('lines/', ''))
    return found.sort().join() === wanted.join()
  })
}

function linesProcess(t: Test, cards = 'sim:fxs=2,fxo=2'): GatewayProcess {
  const lines = new GatewayProcess(t, 'lines')
  lines.start({ STROWGER_LINES: cards })
  return lines
}

t.test('DESIGN §5 what one telephone says the other hears, through both gateways', async (t) => {
  const lines = linesProcess(t)
  const media = new GatewayProcess(t, 'media', { beside: lines })
  media.start()
  const signalling = new Controller(t, lines, 1)
  const audio = new Controller(t, media, 1)
  const phones = [
    { ...ADD, termination: 'one', line: 'fxs-1' },
    { ...ADD, termination: 'two', line: 'fxs-2' },
  ]
  await signalling.client.batch([CONTEXT, ...phones], PATIENT)
  await audio.client.batch([CONTEXT, ...phones], PATIENT)
  await person(lines, 'fxs-1', 'lift')
  await person(lines, 'fxs-2', 'lift')
  await until(() => signalling.heard('fxs-2', 'off-hook'), 'both are lifted')
  await person(lines, 'fxs-1', 'say', { voice: 'tone', hz: 1000 })
  await heardBy(lines, 'fxs-2', 1000)
  await person(lines, 'fxs-1', 'say', { voice: 'silent' })
  await person(lines, 'fxs-2', 'say', { voice: 'tone', hz: 1500 })
  await heardBy(lines, 'fxs-1', 1500)

  await signalling.client.request({ op: 'drop-context', context: 'call' })
  await audio.client.request({ op: 'drop-context', context: 'call' })
  const shown = (await ask(lines, 'lines')) as ShownLine[]
  t.match(shown[0], { line: 'fxs-1', hook: 'off', served: false, levelFrom: Number })
  t.notOk(shown.some(({ termination }) => termination !== undefined))

  await lines.kill()
  lines.start({ STROWGER_LINES: 'sim:fxs=2,fxo=2' })
  const again = phones.map((phone) => ({ ...phone, context: 'b', termination: `b-${phone.line}` }))
  const context = { ...CONTEXT, context: 'b' } as const
  await until(() => signalling.restarts === 1, 'lines are back')
  await signalling.client.batch([context, ...again], PATIENT)
  await audio.client.batch([context, ...again], PATIENT)
  await person(lines, 'fxs-1', 'lift')
  await person(lines, 'fxs-2', 'lift')
  await person(lines, 'fxs-1', 'say', { voice: 'tone', hz: 700 })
  await heardBy(lines, 'fxs-2', 700)
})

t.test('the ring, the lift, the digits and the laying down of a telephone are told', async (t) => {
  const lines = linesProcess(t)
  const media = new GatewayProcess(t, 'media', { beside: lines })
  media.start()
  const controller = new Controller(t, lines, 1)
  const { client, events } = controller
  const phone = { ...ADD, termination: 'a', line: 'fxs-1' } as const
  await client.batch([CONTEXT, phone], PATIENT)
  await new Controller(t, media, 1).client.batch([CONTEXT, phone], PATIENT)
  const caller = { number: '2025550100', name: 'SMITH' }
  await client.request({ op: 'ring', termination: 'a', cadence: [400, 2600], caller })
  await eventually(async () => (await farEnd(lines, 'fxs-1')).hearing.callerNumber !== '')
  const hearing = { callerNumber: '2025550100', callerName: 'SMITH' }
  t.match(await farEnd(lines, 'fxs-1'), { hearing })
  await person(lines, 'fxs-1', 'lift')
  await until(() => controller.heard('fxs-1', 'off-hook'), 'lifted')
  await t.rejects(client.request({ op: 'ring', termination: 'a', cadence: [400] }), {
    code: 'line-busy',
  })
  await person(lines, 'fxs-1', 'dial', { keys: ',7', how: 'pulse' }) // nobody dials within the bounce
  await until(() => events.some(({ kind }) => kind === 'digit'), 'dialled')
  await person(lines, 'fxs-1', 'flash', { ms: 600 })
  await until(() => controller.heard('fxs-1', 'flash'), 'flashed')
  await person(lines, 'fxs-1', 'hang-up')
  await until(() => controller.heard('fxs-1', 'on-hook'), 'laid down')
  const line = { kind: 'line', line: 'fxs-1', termination: 'a' }
  t.match(events, [
    { ...line, what: { kind: 'off-hook' } },
    { kind: 'digit', termination: 'a', digit: '7', source: 'pulse' },
    { ...line, what: { kind: 'flash' } },
    { ...line, what: { kind: 'on-hook' } },
  ])
})

t.test('an outside line rings, tells the caller, is answered and disconnects', async (t) => {
  const lines = linesProcess(t)
  const controller = new Controller(t, lines, 1)
  const { client } = controller
  await client.batch([CONTEXT, { ...ADD, termination: 'a', line: 'fxo-1' }], PATIENT)
  await person(lines, 'fxo-1', 'ring', { number: '2025550100', name: 'SMITH' })
  await until(() => controller.heard('fxo-1', 'caller'), 'caller ID')
  await client.request({ op: 'hook', termination: 'a', state: 'off' })
  await until(() => controller.heard('fxo-1', 'ring-over'), 'answered')
  await eventually(async () => (await farEnd(lines, 'fxo-1')).office?.state === 'talking')
  await person(lines, 'fxo-1', 'end')
  await until(() => controller.heard('fxo-1', 'disconnect'), 'the far end hangs up')
  await client.request({ op: 'subtract', termination: 'a' })
  t.match(((await ask(lines, 'lines')) as ShownLine[])[2], { line: 'fxo-1', hook: 'on' })
})

t.test(
  'DESIGN §5 lines killed and started again: the controller learns that all is gone',
  async (t) => {
    const lines = linesProcess(t)
    const controller = new Controller(t, lines, 1)
    const { client } = controller
    await client.batch([CONTEXT, { ...ADD, termination: 'a', line: 'fxs-1' }], {
      timeoutMs: 20_000,
    })
    await lines.kill()
    lines.start({ STROWGER_LINES: 'sim:fxs=2,fxo=2' })
    await until(() => controller.restarts === 1 && client.connected, 'the restart is noticed')
    await until(() => controller.inventories.length === 2, 'an inventory')
    t.match(controller.inventories[1], { contexts: [] })
    t.equal(controller.inventories[1]?.lines?.length, 4)
    await client.batch([CONTEXT, { ...ADD, termination: 'a', line: 'fxs-1' }], {
      timeoutMs: 20_000,
    })
    t.match(((await ask(lines, 'lines')) as ShownLine[])[0], { termination: 'a', served: true })
  },
)

t.test('a controller that was away learns what happened meanwhile', async (t) => {
  const lines = linesProcess(t)
  const first = new Controller(t, lines, 1)
  await first.client.batch([CONTEXT, { ...ADD, termination: 'a', line: 'fxs-1' }], PATIENT)
  first.client.stop()
  await person(lines, 'fxs-1', 'lift')
  await person(lines, 'fxo-1', 'ring', { number: '', name: '' })
  await eventually(async () => {
    const [phone, , trunk] = (await ask(lines, 'lines')) as ShownLine[]
    return phone?.hook === 'off' && trunk?.ringing === true
  })
  const second = new Controller(t, lines, 2)
  await until(() => second.inventories.length === 1, 'an inventory')
  t.match(second.inventories[0], {
    contexts: [{ context: 'call', terminations: [{ termination: 'a', line: 'fxs-1' }] }],
    lines: [{ line: 'fxs-1', hook: 'off', termination: 'a' }, {}, { ringing: true }, {}],
  })
})

t.test(
  'DESIGN §1 the emergency table outlives the process, and works with nobody there',
  async (t) => {
    const lines = linesProcess(t)
    const { client } = new Controller(t, lines, 1)
    await client.request(PROVISION, PATIENT)
    const stored = JSON.parse(readFileSync(join(lines.folder, 'lifeline.json'), 'utf8'))
    t.strictSame(stored.emergency, PROVISION.emergency)
    client.stop()
    await lines.kill()
    lines.start({ STROWGER_LINES: 'sim:fxs=2,fxo=2' })
    await answering(lines)
    await person(lines, 'fxs-1', 'lift')
    await conditionsAre(lines, ['fxs-1.lifeline', 'simulated'])
    await person(lines, 'fxs-1', 'dial', { keys: '112', how: 'dtmf' })
    await heardBy(lines, 'fxs-1', 1004)
    t.match(await farEnd(lines, 'fxo-2'), {
      office: { state: 'talking', dialled: '911' },
    })
  },
)

t.test('UX a cut line and a card without audio are conditions, and none when mended', async (t) => {
  const lines = linesProcess(t)
  await answering(lines)
  for (const [line, fault, condition] of [
    ['fxo-1', 'cut', 'fxo-1.battery'],
    ['fxs-2', 'audio-stops', 'fxs-2.audio'],
  ] as const) {
    await person(lines, line, 'fault', { fault })
    await conditionsAre(lines, [condition, 'simulated'])
    await person(lines, line, 'fault', { fault: 'none' })
    await conditionsAre(lines, ['simulated'])
  }
})

t.test('without lines it runs; with wrong ones it says which there are', async (t) => {
  const lines = linesProcess(t, 'none')
  const { inventories } = new Controller(t, lines, 1)
  await until(() => inventories.length === 1, 'it answers')
  t.match(inventories[0], { contexts: [], lines: [] })
  t.strictSame(((await ask(lines, 'health')) as Health).conditions, [])
  t.equal(await lines.end('SIGTERM'), 0)
  t.notOk(existsSync(lines.gatewaySocket))
  for (const cards of ['sim:fxs=99', 'dahdi:span=1', 'sim:;']) {
    lines.output = ''
    lines.start({ STROWGER_LINES: cards })
    t.equal(await lines.exited(), 78, cards)
    t.match(lines.output, /STROWGER_LINES: .*sim:fxs=2,fxo=2/, cards)
  }
})

t.test('DESIGN §1 where no audio file can be made, the lifeline still serves', async (t) => {
  const lines = new GatewayProcess(t, 'lines')
  mkdirSync(lines.run, { mode: 0o700 })
  mkdirSync(join(lines.run, 'line-audio'))
  writeFileSync(join(lines.run, 'line-audio', 'x'), '')
  lines.start({ STROWGER_LINES: 'sim:fxs=1,fxo=1' })
  await answering(lines)
  await conditionsAre(lines, ['no-audio-file', 'simulated'])
  await person(lines, 'fxs-1', 'lift')
  await heardBy(lines, 'fxs-1', 440)
})
