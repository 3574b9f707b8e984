import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Document, Subject } from './event-package.ts'
import { documentOf, subjectUri } from './event-package.ts'
import type { XmlElement } from './read-xml.ts'
import { childOf, readXml } from './read-xml.ts'
import type { XmlNode } from './write-xml.ts'
import { element, writeXml } from './write-xml.ts'

export const PIDF = 'application/pidf+xml'
const NAMESPACE = 'urn:ietf:params:xml:ns:pidf'
const RPID = 'urn:ietf:params:xml:ns:pidf:rpid'
const DATA_MODEL = 'urn:ietf:params:xml:ns:pidf:data-model'

/** Activities of RFC 4480 §3.2 that we take and show; others are dropped. */
export const ACTIVITIES = [
  'appointment',
  'away',
  'busy',
  'holiday',
  'in-transit',
  'meal',
  'meeting',
  'on-the-phone',
  'permanent-absence',
  'playing',
  'presentation',
  'shopping',
  'sleeping',
  'steering',
  'travel',
  'tv',
  'vacation',
  'working',
  'worship',
] as const
export type Activity = (typeof ACTIVITIES)[number]

/** One way to reach somebody, RFC 3863 §4.1.2. */
export interface ShownTuple {
  readonly id: string
  readonly open: boolean
  readonly contact?: string
  readonly note?: string
}

export interface ShownPresence {
  readonly tuples: readonly ShownTuple[]
  /** What the person does, RFC 4480; and says. */
  readonly activities: readonly Activity[]
  readonly note?: string | undefined
}

/** What a telephone has published: as much of it as we show. */
export interface PublishedPresence {
  readonly open: boolean
  readonly activities: readonly Activity[]
  readonly note: string | undefined
}

/** The presence of a subject, RFC 3863, with the person of RFC 4479. */
export function pidf(subject: Subject, { tuples, activities, note }: ShownPresence): Document {
  const root = element(
    'presence',
    {
      xmlns: NAMESPACE,
      'xmlns:dm': DATA_MODEL,
      'xmlns:rpid': RPID,
      entity: subjectUri(subject),
    },
    ...tuples.map(tupleElement),
    ...person(activities, note),
  )
  return documentOf(PIDF, writeXml(root))
}

function tupleElement({ id, open, contact, note }: ShownTuple): XmlNode {
  return element(
    'tuple',
    { id },
    element('status', {}, element('basic', {}, open ? 'open' : 'closed')),
    ...(contact ? [element('contact', {}, contact)] : []),
    ...(note ? [element('note', {}, note)] : []),
  )
}

function person(activities: readonly Activity[], note: string | undefined): readonly XmlNode[] {
  if (activities.length === 0 && !note) return []
  const doing = activities.map((activity) => element(`rpid:${activity}`))
  return [
    element(
      'dm:person',
      { id: 'person' },
      ...(doing.length > 0 ? [element('rpid:activities', {}, ...doing)] : []),
      ...(note ? [element('dm:note', {}, note)] : []),
    ),
  ]
}

const MOST_TUPLES = 10
const LONGEST_NOTE = 128

/** Reads what a telephone publishes. Of several tuples, one that is open counts. */
export function readPidf(text: string): Result<PublishedPresence> {
  const read = readXml(text)
  if (!read.ok) return read
  const root = read.value
  if (root.name !== 'presence' || root.namespace !== NAMESPACE) return refuse('not a PIDF document')
  const tuples = root.children.filter((child) => isOf(child, 'tuple', NAMESPACE))
  if (tuples.length > MOST_TUPLES) return refuse(`more than ${MOST_TUPLES} tuples`)
  const people = root.children.filter((child) => isOf(child, 'person', DATA_MODEL))
  return ok({
    open: tuples.some(isOpen),
    activities: [...new Set([...tuples, ...people].flatMap(activitiesOf))],
    note: noteOf([...people, ...tuples, root]),
  })
}

function isOf(one: XmlElement, name: string, namespace: string): boolean {
  return one.name === name && one.namespace === namespace
}

function isOpen(tuple: XmlElement): boolean {
  const status = childOf(tuple, 'status')
  return status !== undefined && childOf(status, 'basic')?.text.trim() === 'open'
}

function activitiesOf(parent: XmlElement): readonly Activity[] {
  const holders = parent.children.filter((child) => isOf(child, 'activities', RPID))
  const names = new Set(holders.flatMap(({ children }) => children.map(({ name }) => name)))
  return ACTIVITIES.filter((activity) => names.has(activity))
}

function noteOf(places: readonly XmlElement[]): string | undefined {
  for (const place of places) {
    const note = place.children.find(({ name }) => name === 'note')?.text.trim()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a note is one line of text
    if (note) return note.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').slice(0, LONGEST_NOTE)
  }
  return undefined
}
