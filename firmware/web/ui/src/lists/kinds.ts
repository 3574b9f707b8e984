import type { ConfigObject } from '../../../contract.ts'

type Name = 'contacts' | 'templates' | 'pins'

/** A list that administrators keep: one section of the model, shown as a table with a form behind each row. */
export interface Kind {
  readonly section: string
  readonly path: string
  readonly title: `${Name}.title`
  readonly lead: `${Name}.lead`
  readonly add: `${Name}.add`
  readonly none: `${Name}.none`
  /** Rows of the permission matrix: to add and to delete. */
  readonly may: { readonly add: `PERM-${number}`; readonly remove: `PERM-${number}` }
  /** Fields of the columns; the first is the way to the form. */
  readonly columns: readonly string[]
  /** What a row is called. */
  readonly name: (object: ConfigObject) => string
  /** A section of settings that belongs to it. */
  readonly settings?: string
  readonly hasPhoto?: boolean
}

const text = (object: ConfigObject, field: string) => String(object[field] ?? '')

/** The name by which people know a contact, else its organization, else its number. */
export function contactName(contact: ConfigObject): string {
  const parts = ['prefix', 'firstName', 'middleName', 'lastName', 'suffix']
  const whole = parts
    .map((part) => text(contact, part))
    .filter(Boolean)
    .join(' ')
  const others = ['nickname', 'organization', 'phoneNumber'].map((part) => text(contact, part))
  return [whole, ...others].find(Boolean) ?? ''
}

const CONTACTS: Kind = {
  section: 'publicContacts',
  path: '/people/contacts',
  title: 'contacts.title',
  lead: 'contacts.lead',
  add: 'contacts.add',
  none: 'contacts.none',
  may: { add: 'PERM-115', remove: 'PERM-117' },
  columns: ['speedDial', 'name', 'organization', 'phoneNumber'],
  name: contactName,
  hasPhoto: true,
}

const TEMPLATES: Kind = {
  section: 'userTemplates',
  path: '/people/templates',
  title: 'templates.title',
  lead: 'templates.lead',
  add: 'templates.add',
  none: 'templates.none',
  may: { add: 'PERM-146', remove: 'PERM-147' },
  columns: ['name', 'language'],
  name: (template) => text(template, 'name'),
}

const PINS: Kind = {
  section: 'auditPins',
  path: '/people/pins',
  title: 'pins.title',
  lead: 'pins.lead',
  add: 'pins.add',
  none: 'pins.none',
  may: { add: 'PERM-4', remove: 'PERM-8' },
  columns: ['code', 'description'],
  name: (pin) => text(pin, 'code'),
  settings: 'auditPinSettings',
}

/** The lowest speed-dial number that no contact has: 250 to 299, then 24000 to 24999 (PCON-2, PCON-8). */
export function freeSpeedDial(taken: ReadonlySet<string>): string | undefined {
  for (let number = 250; number <= 299; number++) {
    if (!taken.has(String(number))) return String(number)
  }
  for (let number = 24_000; number <= 24_999; number++) {
    if (!taken.has(String(number))) return String(number)
  }
  return undefined
}

export const KINDS: readonly Kind[] = [TEMPLATES, CONTACTS, PINS]
