import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { LineState } from '../../firmware/gateway/contract.ts'
import { LineBoard } from '../../firmware/trunks/line-board.ts'

function line(name: string, changes: Partial<LineState> = {}): LineState {
  return {
    line: name,
    kind: name.startsWith('fxs') ? 'fxs' : 'fxo',
    driver: 'sim',
    hook: 'on',
    ringing: false,
    battery: true,
    audio: true,
    lifeline: 'off',
    ...changes,
  }
}

function aBoard() {
  const clock = new VirtualClock()
  const board = new LineBoard(clock)
  board.refresh([line('fxs-1'), line('fxo-1'), line('fxo-2')])
  return { clock, board }
}

t.test('a line is free when it is whole, idle and has rested', async (t) => {
  const { clock, board } = aBoard()
  t.ok(board.isFree('fxo-1'))
  t.notOk(board.isFree('fxo-9'), 'there is none')
  for (const [there, gone] of [
    ['ring', 'ring-over'],
    ['battery-lost', 'battery-back'],
    ['audio-stopped', 'audio-back'],
  ] as const) {
    board.note('fxo-1', { kind: there })
    t.notOk(board.isFree('fxo-1'), there)
    board.note('fxo-1', { kind: gone })
    t.ok(board.isFree('fxo-1'), gone)
  }
  board.rests('fxo-1')
  t.notOk(board.isFree('fxo-1'))
  t.ok(board.restMs('fxo-1') >= 1000, 'an office takes a second to see that we hung up')
  await clock.advance(board.restMs('fxo-1'))
  t.ok(board.isFree('fxo-1'))
})

t.test('a line that the lifeline has a call on is not free until that is over', async (t) => {
  const { board } = aBoard()
  board.note('fxs-1', { kind: 'lifeline', state: 'tone' })
  t.ok(board.isFree('fxo-2'))
  board.note('fxs-1', { kind: 'lifeline', state: 'call', peer: 'fxo-2' })
  t.notOk(board.isFree('fxo-2'))
  board.note('fxs-1', { kind: 'lifeline', state: 'call', peer: 'fxo-1' })
  t.ok(board.isFree('fxo-2'), 'it went on over another one')
  t.notOk(board.isFree('fxo-1'))
  board.note('fxs-1', { kind: 'lifeline', state: 'off' })
  t.ok(board.isFree('fxo-1'))
})

t.test('a leg that is over does not take the line from the one that has it', async (t) => {
  const { board } = aBoard()
  const leg = (phase: string) => ({ line: 'fxs-1', phase }) as never
  const living = board.take(leg('answered'))
  board.take(leg('released'))
  t.equal(board.leg('fxs-1'), living)
})
