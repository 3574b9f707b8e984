import type { Entity } from '../../model/entity.ts'
import { nearest } from '../../model/nearest.ts'
import { printable } from '../../model/printable.ts'
import { isFilterable, isSortable, type ListQuery } from '../../store/listing.ts'
import { asMessage, type Text } from '../../words/message.ts'
import { message } from '../../words/say.ts'
import { Refusal, type SaidProblem } from '../server/refusal.ts'

const MOST = 500
const USUAL = 100
const LONGEST = 200 // characters of a text that is looked for
const MOST_FILTERS = 10

type Query = Readonly<Record<string, unknown>>

/** The query of a listing, every name of it checked against the entity. @throws Refusal `bad-request` that says what would be right */
export function listQuery(entity: Entity, query: Query): ListQuery {
  const problems: SaidProblem[] = []
  const text = (name: string): string => {
    const value = query[name]
    if (value === undefined) return ''
    if (typeof value === 'string' && value.length <= LONGEST) return value
    problems.push(wrong(name, 'it is no text', message('give.once', { max: LONGEST })))
    return ''
  }
  const number = (name: string, usual: number, most: number): number => {
    const given = text(name)
    if (given === '') return usual
    const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
    if (value <= most) return value
    problems.push(wrong(name, 'it is out of range', message('give.whole', { min: 0, max: most })))
    return usual
  }
  const field = (name: string, parameter: string, fits: typeof isSortable): string => {
    const known = Object.keys(entity.fields).filter((one) => {
      const declared = entity.fields[one]
      return declared !== undefined && fits(declared)
    })
    if (!known.includes(name)) problems.push(unknown(parameter, name, known))
    return name
  }

  const filters = Object.keys(query)
    .filter((name) => name.startsWith('filter.'))
    .map((name) => ({
      field: field(name.slice('filter.'.length), name, isFilterable),
      text: text(name),
    }))
  if (filters.length > MOST_FILTERS)
    problems.push(
      wrong('filter', 'there are too many', message('give.at-most', { max: MOST_FILTERS })),
    )
  const [, minus, name = ''] = /^(-?)(.*)$/s.exec(text('sort')) ?? []
  const sort = name
    ? { field: field(name, 'sort', isSortable), descending: minus === '-' }
    : undefined
  const q = text('q')
  const offset = number('offset', 0, 1_000_000)
  const limit = number('limit', USUAL, MOST)
  for (const name of Object.keys(query)) {
    if (name.startsWith('filter.') || PARAMETERS.includes(name)) continue
    problems.push(unknown(name, name, PARAMETERS))
  }
  const [first] = problems
  if (first) {
    const { field, what, remedy } = first
    const said = message('query.problem', {
      field,
      what: asMessage(what),
      remedy: asMessage(remedy),
    })
    throw new Refusal('bad-request', said, { problems: problems.slice(0, 20) })
  }
  return { sort, filters, q, offset, limit }
}

const PARAMETERS = ['sort', 'q', 'offset', 'limit', 'filter']

function wrong(field: string, what: Text, remedy: Text): SaidProblem {
  return { field: printable(field), what, remedy }
}

function unknown(parameter: string, name: string, known: readonly string[]): SaidProblem {
  const meant = nearest(name, known)
  const remedy = meant
    ? message('did-you-mean', { name: meant })
    : message('known-are', { names: known })
  return wrong(parameter, message('cannot-be-used', { name: printable(name) }), remedy)
}

/** A whole number in a query, bounded. @throws Refusal `bad-request` */
export function numberOf(
  query: Query,
  name: string,
  usual: number,
  most: number,
  least = 0,
): number {
  const given = query[name]
  if (given === undefined) return usual
  const value = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  throw new Refusal('bad-request', message('query.whole', { name, min: least, max: most }))
}

/** A text in a query or path, bounded. @throws Refusal `bad-request` */
export function textOf(query: Query, name: string, longest = LONGEST): string {
  const given = query[name] ?? ''
  if (typeof given === 'string' && given.length <= longest) return given
  throw new Refusal('bad-request', message('query.text', { name, max: longest }))
}
