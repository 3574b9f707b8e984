import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import type { Program } from '../../firmware/calls/program.ts'
import { echoProgram } from '../../firmware/features/echo/echo.ts'
import type { Signal } from '../../firmware/gateway/contract.ts'
import { SmallExchange } from '../calls/fakes.ts'

const say = (path: string): Signal => ({ kind: 'files', paths: [path], times: 1, fromMs: 0 })

async function calling() {
  const office = new SmallExchange(
    echoProgram({ welcome: say('welcome'), goodbye: say('goodbye') }) as Program<never>,
  )
  const { call, caller } = await office.call('echo', { part: 'announcement' }, '100')
  return { office, id: call.id, caller }
}

const echoes = (office: SmallExchange, leg: string) =>
  office.gateway
    .of('topology')
    .filter(({ from, to }) => from === leg && to === leg)
    .at(-1)?.hears ?? false

const played = (office: SmallExchange) =>
  office.gateway
    .of('play')
    .map(({ signal }) => (signal.kind === 'files' ? signal.paths[0] : 'tone'))

t.test('the test extension answers, speaks, then gives back what it hears until #', async (t) => {
  const { office, id, caller } = await calling()
  t.equal(caller.phase, 'answered')
  t.strictSame(played(office), ['welcome'])
  t.notOk(echoes(office, caller.id), 'no echo under the announcement')
  office.table.call(id)?.played(`${id}.1/1`, '')
  await office.settle()
  t.ok(echoes(office, caller.id))
  caller.presses('12#')
  await office.settle()
  t.notOk(echoes(office, caller.id))
  t.strictSame(played(office), ['welcome', 'goodbye'])
  office.table.call(id)?.played(office.gateway.of('play').at(-1)?.attachment ?? '', '')
  await office.settle()
  t.equal(caller.cause, Cause.normalClearing)
})

t.test('a key ends the announcement', async (t) => {
  const { office, caller } = await calling()
  caller.presses('5')
  await office.settle()
  t.equal(office.gateway.of('stop').length, 1)
  t.ok(echoes(office, caller.id))
})

t.test('a missing recording: a beep instead of silence', async (t) => {
  const { office, id } = await calling()
  office.table.call(id)?.played(`${id}.1/1`, 'no such file')
  await office.settle()
  t.strictSame(played(office), ['welcome', 'tone'])
})

t.test('a killed exchange goes on with the echo and does not speak again', async (t) => {
  const { office, id, caller } = await calling()
  office.table.call(id)?.played(`${id}.1/1`, '')
  await office.settle()
  await office.killed()
  t.strictSame(played(office), ['welcome'])
  t.ok(echoes(office, caller.id))
  office.phone(caller.id).presses('#')
  await office.settle()
  t.strictSame(played(office), ['welcome', 'goodbye'])
})

t.test(
  'killed during the announcement: the same announcement is asked for, by the same name',
  async (t) => {
    const { office, id } = await calling()
    await office.killed()
    const asked = office.gateway.of('play').map(({ attachment }) => attachment)
    t.strictSame(new Set(asked), new Set([`${id}.1/1`]), 'which the gateway takes for one')
    office.table.call(id)?.played(`${id}.1/1`, '')
    await office.settle()
    t.ok(echoes(office, `${id}.1`))
  },
)

t.test('a caller who only listens is released after ten minutes', async (t) => {
  const { office, id, caller } = await calling()
  office.table.call(id)?.played(`${id}.1/1`, '')
  await office.clock.advance(10 * 60_000 + 1)
  t.strictSame(played(office).at(-1), 'goodbye')
  caller.hangsUp()
  await office.settle()
  t.equal(office.table.calls.length, 0)
})
