import t from 'tap'
import type { ShownLine } from '../../../firmware/web/contract.ts'
import { isTrouble, lineState } from '../../../firmware/web/ui/src/lines/line-state.ts'

function line(changes: Partial<ShownLine> = {}): ShownLine {
  return {
    line: 'fxs-1',
    kind: 'fxs',
    driver: 'sim',
    hook: 'on',
    ringing: false,
    battery: true,
    audio: true,
    lifeline: 'off',
    served: false,
    levelFrom: -99.9,
    levelTo: -99.9,
    ...changes,
  }
}

t.test('an idle line is well, though nobody serves it', async (t) => {
  t.equal(lineState(line()), 'free')
  t.equal(lineState(line({ kind: 'fxo', line: 'fxo-1' })), 'free')
  t.notOk(isTrouble('free'))
})

t.test('a lifted phone that nobody serves is trouble, one that is served is not', async (t) => {
  t.equal(lineState(line({ hook: 'off' })), 'not-served')
  t.equal(lineState(line({ hook: 'off', served: true })), 'off-hook')
  t.equal(lineState(line({ hook: 'off', served: true, termination: 'x' })), 'in-use')
})

t.test('what is broken comes before what goes on', async (t) => {
  t.equal(lineState(line({ audio: false, ringing: true })), 'no-audio')
  t.equal(lineState(line({ kind: 'fxo', battery: false, hook: 'off' })), 'no-battery')
  t.equal(lineState(line({ lifeline: 'call', hook: 'off' })), 'lifeline-call')
})
