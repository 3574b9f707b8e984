import t from 'tap'
import { simulate } from '../../firmware/lines/simulation.ts'
import type { SimulatedLines } from '../../hal/ffi/lines-library.ts'
import { LinesError } from '../../hal/ffi/lines-library.ts'
import { FAKE_LINES, FakeLinesLibrary } from '../gateway/fake-lines-library.ts'

/** A library whose far ends write down what they are told. */
class Recording extends FakeLinesLibrary {
  readonly told: unknown[][] = []
  refusal: LinesError | undefined

  constructor(lines = FAKE_LINES) {
    super(() => {}, lines)
  }

  override get sim(): SimulatedLines {
    return new Proxy({} as SimulatedLines, {
      get:
        (_, name) =>
        (...args: unknown[]) => {
          if (this.refusal) throw this.refusal
          this.told.push([name, ...args])
          return name === 'hear'
            ? { levelDbm0: -20 }
            : name === 'office'
              ? { state: 'idle' }
              : undefined
        },
    })
  }
}

t.test('each action reaches its far end', async (t) => {
  const rule = { number: '5550107', outcome: 'busy' }
  const office = { farEnd: ['cpc'], cpcMs: 600, dialToneAfterMs: 200, answerReversal: true }
  for (const [command, told] of [
    [{ line: 'fxs-1', action: 'lift' }, ['lift', 0]],
    [{ line: 'fxs-2', action: 'hang-up' }, ['hangUp', 1]],
    [{ line: 'fxs-1', action: 'flash', ms: 600 }, ['flash', 0, 600]],
    [
      { line: 'fxs-1', action: 'dial', keys: '9,5#', how: 'dtmf' },
      ['dial', 0, '9,5#', 'dtmf', undefined, undefined],
    ],
    [
      { line: 'fxo-1', action: 'ring', number: '2025550100', name: 'SMITH' },
      ['ring', 2, '2025550100', 'SMITH'],
    ],
    [{ line: 'fxo-2', action: 'end' }, ['end', 3]],
    [
      { line: 'fxo-2', action: 'say', voice: 'tone', hz: 1000 },
      ['say', 3, { voice: 'tone', hz: 1000 }],
    ],
    [{ line: 'fxs-1', action: 'record', path: '/tmp/x.wav' }, ['record', 0, '/tmp/x.wav']],
    [{ line: 'fxs-1', action: 'record', path: null }, ['record', 0, undefined]],
    [{ line: 'fxo-1', action: 'fault', fault: 'cut' }, ['fault', 2, 'cut']],
    [{ line: 'fxo-1', action: 'rule', ...rule }, ['rule', 2, rule]],
    [{ line: 'fxo-1', action: 'office', ...office }, ['set', 2, office]],
  ] as const) {
    const library = new Recording()
    t.strictSame(simulate(library, command), {})
    t.match(library.told, [told])
  }
})

t.test('listening tells of the ear, and of the office behind a line', async (t) => {
  const library = new Recording()
  t.strictSame(simulate(library, { line: 'fxs-1', action: 'listen' }), {
    line: 'fxs-1',
    kind: 'fxs',
    hearing: { levelDbm0: -20 },
  })
  t.match(simulate(library, { line: 'fxo-1', action: 'listen' }), { office: { state: 'idle' } })
  t.equal((simulate(library, {}) as unknown[]).length, 4, 'without a line: all that are simulated')
})

t.test('what cannot be is refused in words, and reaches nobody', async (t) => {
  const library = new Recording()
  for (const [command, text] of [
    [
      { line: 'fxs-9', action: 'lift' },
      /There is no line fxs-9. Lines: fxs-1, fxs-2, fxo-1, fxo-2\./,
    ],
    [{ line: 'fxo-1', action: 'lift' }, /is for a telephone, as fxs-1/],
    [
      { line: 'fxs-1', action: 'ring', number: '', name: '' },
      /is for a line to the central office/,
    ],
    [{ line: 'fxs-1', action: 'format-disk' }, /action is none of lift, /],
    [{ line: 'fxs-1', action: 'constructor' }, /action is none of/],
    [{ line: '../x', action: 'lift' }, /line is not the name of a line/],
    [{ line: 'fxs-1', action: 'flash', ms: 5000 }, /ms is not a whole number from 100 to 2000/],
    [{ line: 'fxs-1', action: 'dial', keys: '1'.repeat(65), how: 'dtmf' }, /keys are not 1 to 64/],
    [{ line: 'fxs-1', action: 'dial', keys: '1*', how: 'pulse' }, /all that pulses can say/],
    [{ line: 'fxs-1', action: 'say', voice: 'tone' }, /hz is missing/],
    [{ line: 'fxs-1', action: 'say', voice: 'tone', hz: 4000 }, /hz is not a whole number/],
    [{ line: 'fxs-1', action: 'record', path: 'x.wav' }, /path is not an absolute path/],
    [{ line: 'fxs-1', action: 'fault', fault: 'fire' }, /fault is none of none, cut/],
    [{ line: 'fxo-1', action: 'rule', number: '5', outcome: 'answer', talkMs: 0 }, /talkMs/],
    [null, /not an object/],
    ['lift', /not an object/],
  ] as const) {
    t.throws(() => simulate(library, command), { message: text }, JSON.stringify(command))
  }
  t.strictSame(library.told, [])
})

t.test('nobody is simulated on a real line', async (t) => {
  const library = new Recording(FAKE_LINES.map((line) => ({ ...line, driver: 'dahdi' })))
  t.throws(() => simulate(library, { line: 'fxs-1', action: 'lift' }), { code: 'not-simulated' })
  t.strictSame(simulate(library, {}), [])
})

t.test('what the far end refuses is told with what to do', async (t) => {
  const library = new Recording()
  library.refusal = new LinesError('sim_flash', 'EINVAL')
  const flash = { line: 'fxs-1', action: 'flash', ms: 600 }
  t.throws(() => simulate(library, flash), { code: 'refused', message: /lift it first/ })
  library.refusal = new LinesError('sim_record', 'EACCES')
  const record = { line: 'fxs-1', action: 'record', path: '/x/y.wav' }
  t.throws(() => simulate(library, record), { code: 'refused', message: /EACCES/ })
})
