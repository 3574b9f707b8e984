import fc from 'fast-check'
import t from 'tap'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { Extension, RING_TYPES } from '../../firmware/model/extension.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { Site } from '../../firmware/model/site.ts'
import { applyOffice } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import type { Edit } from '../../firmware/store/staging.ts'
import { accepted, aDirectory, change, opened } from './a-store.ts'

/** What YAML might read as something else: numbers with zeros, words for nothing and for no, signs of its own. */
const awkward = fc.oneof(
  fc.constantFrom(
    '',
    '007',
    '1e3',
    'no',
    'null',
    '~',
    ' x ',
    '- x',
    'a: b',
    '#1',
    '"',
    "'",
    '{',
    '@',
  ),
  fc.string({ maxLength: 20, unit: fc.constantFrom(...'aé字 :#-"\'0') }),
)
const pick = fc.nat({ max: 20 }) // of those that there are
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const analog = fc.record({
  description: awkward,
  extension: maybe(pick),
  canPlaceCalls: fc.boolean(),
  canReceiveCalls: fc.boolean(),
  callerId: fc.constantFrom('none' as const, 'sdmf' as const, 'mdmf' as const),
  autoDial: fc.constantFrom('', '0', '9#', '*70', '007'),
  autoAnswerDigits: fc.constantFrom('', '$x0#', '+-P', '$n4*', '0'),
  fax: fc.boolean(),
  flashMinMs: fc.integer({ min: 80, max: 199 }),
  flashMaxMs: fc.integer({ min: 200, max: 2000 }),
})

const line = fc.record({
  description: awkward,
  notes: awkward,
  inService: fc.boolean(),
  callerIdService: fc.boolean(),
  sendAsDialed: fc.boolean(),
  prefixDigits: fc.constantFrom('', '9', '*70', '007'),
  disconnectMs: fc.integer({ min: 100, max: 2000 }),
  preDialMs: fc.integer({ min: 100, max: 5000 }),
  answerSupervision: fc.constantFrom('none' as const, 'reversal' as const),
  busyToneDisconnect: fc.boolean(),
  silenceMinutes: fc.integer({ min: 1, max: 120 }),
  extension: maybe(pick),
})

const destination = fc.record({
  analog: fc.boolean(),
  which: pick,
  rings: fc.integer({ min: 1, max: 30 }),
  ringType: fc.constantFrom(...RING_TYPES),
})

const anyOffice = fc.record({
  numbers: fc.uniqueArray(fc.constantFrom('007', '100', '1000', '101', '555555', '0101', '210'), {
    minLength: 1,
  }),
  routes: fc.array(fc.array(fc.array(destination, { maxLength: 3 }), { maxLength: 3 })),
  handsets: fc.uniqueArray(fc.constantFrom('101', '007', 'null', 'no', '1e3')),
  analogs: fc.array(analog, { maxLength: 12 }),
  lines: fc.array(line, { maxLength: 12 }),
  plan: fc.record({
    operator: maybe(pick),
    outsideDigit: fc.constantFrom('9', '8', '7'),
    emergencyNumber: fc.constantFrom('911', '112', '000'),
    emergencyDirect: fc.boolean(),
    emergencyReleasesCalls: fc.boolean(),
    firstDigitSeconds: fc.integer({ min: 5, max: 60 }),
    interDigitSeconds: fc.integer({ min: 2, max: 20 }),
  }),
})
type AnyOffice = typeof anyOffice extends fc.Arbitrary<infer T> ? T : never

const chosen = (ids: readonly string[], which: number | undefined) =>
  which === undefined ? undefined : ids[which % Math.max(1, ids.length)]

function make(edit: Edit, office: AnyOffice): void {
  edit.create(Site, { name: 'Main', number: 1 })
  const extensions = office.numbers.map((number) => edit.create(Extension, { number }))
  const handsets = office.handsets.map((sipUser) => edit.create(Handset, { sipUser }))
  const analogs = office.analogs.map((one, at) => {
    const extension = chosen(extensions, one.extension)
    return edit.create(AnalogHandset, { ...one, port: `fxs-${at + 1}`, extension })
  })
  for (const [at, { extension, ...one }] of office.lines.entries()) {
    const route = { extension: chosen(extensions, extension) }
    edit.create(FxoLine, { ...one, port: `fxo-${at + 1}`, route })
  }
  for (const [at, route] of office.routes.slice(0, extensions.length).entries()) {
    const attempts = route.map((destinations) => ({
      destinations: destinations.flatMap(({ analog: isAnalog, which, rings, ringType }) => {
        const id = chosen(isAnalog ? analogs : handsets, which)
        if (!id) return []
        return [isAnalog ? { analog: id, rings, ringType } : { handset: id, rings, ringType }]
      }),
    }))
    edit.update(Extension, extensions[at] ?? '', { route: { attempts } })
  }
  const operator = chosen(extensions, office.plan.operator)
  edit.update(DialPlan, edit.only(DialPlan).id, { ...office.plan, operator })
}

t.test('any office, exported and applied to an empty store, is the same office', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyOffice, async (office) => {
      const [first, second] = [opened(t, aDirectory(t)), opened(t, aDirectory(t))]
      change(first, (edit) => make(edit, office))
      const text = exportOffice(first)
      accepted(applyOffice(second, text, { by: 'test' }))
      if (exportOffice(second) !== text) throw new Error(`${exportOffice(second)}\nnot\n${text}`)
      const again = accepted(applyOffice(second, text, { by: 'test' }))
      if (again.changes.length > 0) throw new Error(JSON.stringify(again.changes))
      await first.close()
      await second.close()
    }),
    { numRuns: 60 },
  )
})
