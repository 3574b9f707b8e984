import { AnalogHandset } from '../model/analog-handset.ts'
import type { Entity } from '../model/entity.ts'
import { Extension } from '../model/extension.ts'
import { FxoLine } from '../model/fxo-line.ts'
import { Handset } from '../model/handset.ts'
import type { WholeOffice } from '../model/office-rules.ts'
import { User } from '../model/user.ts'
import type { CountedName } from './capacity-table.ts'

type Values = Readonly<Record<string, unknown>>

/** What counts against a limit. */
interface Counted {
  readonly entity: Entity
  readonly counts: (values: Values) => boolean
}

const every = () => true

export const COUNTS: Readonly<Record<CountedName, readonly Counted[]>> = {
  // The administrator that the unit makes for itself is nobody who telephones.
  people: [{ entity: User, counts: ({ roles }) => !(roles as string[]).includes('server-admin') }],
  // One of a person comes with that person (KEY-21), a test extension is nobody's.
  extensions: [{ entity: Extension, counts: ({ kind }) => kind === 'system' }],
  handsets: [
    { entity: Handset, counts: every },
    { entity: AnalogHandset, counts: every },
  ],
  sipHandsets: [{ entity: Handset, counts: ({ kind }) => kind === 'sip' }],
  softphones: [{ entity: Handset, counts: ({ kind }) => kind === 'browser' }],
  fxoPorts: [{ entity: FxoLine, counts: every }],
  fxsPorts: [{ entity: AnalogHandset, counts: every }],
}

/** How many there are. */
export function used(office: Pick<WholeOffice, 'all'>, name: CountedName): number {
  const each = COUNTS[name].map(({ entity, counts }) => {
    const objects = office.all(entity) as readonly object[]
    return objects.filter((one) => counts(one as Values)).length
  })
  return each.reduce((sum, many) => sum + many, 0)
}
