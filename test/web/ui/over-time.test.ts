import t from 'tap'
import type { ShownEvent, ShownRecord } from '../../../firmware/web/contract.ts'
import {
  nextPage,
  PAGE,
  type RecordFilter,
  recordsPath,
} from '../../../firmware/web/ui/src/calls/records.ts'
import { coarser, highest, linesIn } from '../../../firmware/web/ui/src/charts/samples.ts'
import { dayStart } from '../../../firmware/web/ui/src/clock.ts'
import { eventsPath, nextEvents, shownEvents } from '../../../firmware/web/ui/src/events/events.ts'
import { csvOf } from '../../../firmware/web/ui/src/parts/csv.ts'

const NONE: RecordFilter = { text: '', from: '', to: '', outcome: 'all' }

t.test('a search in records asks for text, whole days and outcome', async (t) => {
  t.equal(recordsPath(NONE, undefined), '/records?limit=100')
  const path = recordsPath(
    { text: ' Ana & Co ', from: '2026-11-20', to: '2026-11-21', outcome: 'missed' },
    { before: '1-7-3' },
  )
  const query = new URLSearchParams(path.split('?')[1])
  t.equal(query.get('q'), 'Ana & Co')
  t.equal(Number(query.get('from')), new Date(2026, 10, 20).getTime())
  t.equal(Number(query.get('to')), new Date(2026, 10, 22).getTime() - 1, 'the last day is whole')
  t.equal(query.get('outcome'), 'missed')
  t.equal(query.get('before'), '1-7-3')
})

t.test(
  'records go on at the last call, or where the server stopped looking, and end',
  async (t) => {
    const records = Array.from(
      { length: PAGE },
      (_, index): ShownRecord => ({ call: `1-1-${index}`, startedAt: 9000 - index }),
    )
    t.strictSame(nextPage({ records, searchedTo: 5000 }, NONE, undefined), { before: '1-1-99' })
    const short = { records: records.slice(0, 3), searchedTo: 5000 }
    t.strictSame(nextPage(short, NONE, undefined), { to: 4999 }, 'few fit: it looks further')
    t.equal(nextPage({ records: [], searchedTo: undefined }, NONE, undefined), undefined)
    t.equal(nextPage(short, NONE, { to: 4999 }), undefined, 'no way further: no endless asking')
    t.equal(
      nextPage({ records: [], searchedTo: 5 }, { ...NONE, from: '2026-11-20' }, undefined),
      undefined,
    )
  },
)

t.test('events go on before the oldest, each shown once, narrowed here too', async (t) => {
  const event = (at: number, text = 'x'): ShownEvent => ({
    at,
    by: 'admin',
    from: 'page',
    text,
    severity: 'notice',
    class: 'operation',
  })
  const full = Array.from({ length: 100 }, (_, index) => event(9000 - index))
  t.equal(nextEvents(full, [], undefined), 8901)
  t.equal(nextEvents(full, [], 8901), undefined, 'a server that gives the newest again')
  t.equal(nextEvents(full.slice(1), [], undefined), undefined)
  t.match(eventsPath({ text: '', from: '', to: '' }, 8901), /before=8901/)
  const shown = shownEvents([event(5), event(5), event(4, 'Café')], {
    text: 'cafe',
    from: '',
    to: '',
  })
  t.strictSame(shown, [event(4, 'Café')])
  t.equal(shownEvents([event(5), event(5)], { text: '', from: '', to: '' }).length, 1)
})

t.test('a day begins at midnight here; what is no date is none', async (t) => {
  t.equal(dayStart('2026-02-28', 1), new Date(2026, 2, 1).getTime())
  t.equal(dayStart(''), undefined)
  t.equal(dayStart('28.2.2026'), undefined)
})

t.test('SECURITY 16 RFC 4180: a stranger’s name is no formula in a spreadsheet', async (t) => {
  t.equal(
    csvOf([
      ['a', 7],
      ['b"c', 'd,e'],
    ]),
    '\ufeffa,7\r\n"b""c","d,e"\r\n',
  )
  for (const name of ['=1+1', '+1', '-1', '@x', '\t=1']) {
    t.match(csvOf([[name]]), `'${name}`, 'quoted with an apostrophe')
  }
  t.equal(csvOf([['a\r\nb']]), '\ufeff"a\r\nb"\r\n')
})

t.test(
  'a chart’s table has the highest of each step, and says where nothing was measured',
  async (t) => {
    const samples = coarser({ from: 1000, stepMs: 10 }, [1, 5, null, null, 2], 3)
    t.strictSame(samples, [
      { at: 1000, value: 5 },
      { at: 1020, value: null },
      { at: 1040, value: 2 },
    ])
    t.equal(highest([null]), null)
    t.equal(coarser({ from: 0, stepMs: 1 }, [], 3).length, 0)
  },
)

t.test('a small line begins anew after a gap', async (t) => {
  const at = (value: number | null) => ({ at: 0, value })
  const lines = linesIn([at(0), at(2), at(null), at(2), at(1)], { width: 40, height: 10 })
  t.strictSame(lines, ['0,10 10,0', '30,0 40,5'])
  t.strictSame(linesIn([], { width: 40, height: 10 }), [])
})
