/** What is somebody's own: extensions, telephones, and what a call to them does. */
import { AnalogHandset } from '../../../model/analog-handset.ts'
import { type CallRoute, Extension } from '../../../model/extension.ts'
import { Handset } from '../../../model/handset.ts'
import type { Reader } from '../../../store/reader.ts'
import type { Me, ShownPhone } from '../../contract.ts'

export interface Own {
  /** In the order of their creation. */
  readonly extensions: readonly Extension[]
  /** Telephones of these extensions as they are configured, nothing known of where they are. */
  readonly phones: readonly ShownPhone[]
}

export function ownOf(reader: Reader, user: string): Own {
  const extensions = reader.all(Extension).filter(({ owner }) => owner === user)
  const numbers = new Map(extensions.map(({ id, number }) => [id, number]))
  const phones: ShownPhone[] = []
  const add = (handset: string, sipUser: string, name: string, extension: string | undefined) => {
    const number = extension === undefined ? undefined : numbers.get(extension)
    if (number === undefined) return
    phones.push({ handset, sipUser, extension: number, name, contacts: [] })
  }
  for (const { id, sipUser, description, extension } of reader.all(Handset)) {
    add(id, sipUser, description, extension)
  }
  for (const { id, port, description, extension } of reader.all(AnalogHandset)) {
    add(id, port, description, extension)
  }
  return { extensions, phones }
}

type Rings = NonNullable<Me['extension']>['rings']

/** Its connection attempts in order (ROUTE-1); without those in which nothing rings. */
export function ringsOf(reader: Reader, { attempts }: CallRoute): Rings {
  return attempts
    .map(({ destinations }) => {
      const ringing = destinations.flatMap(({ handset, analog, rings }) => {
        const name = nameOf(reader, handset, analog)
        return name === undefined ? [] : [{ name, rings }]
      })
      const times = Math.max(0, ...ringing.map(({ rings }) => rings)) // they ring at the same time
      return { phones: ringing.map(({ name }) => name), times }
    })
    .filter(({ phones }) => phones.length > 0)
}

/** What people call a telephone; undefined for one that is gone or never rings. */
function nameOf(reader: Reader, handset?: string, analog?: string): string | undefined {
  if (handset !== undefined) {
    const phone = reader.get(Handset, handset)
    return phone && (phone.description || phone.sipUser)
  }
  const phone = analog === undefined ? undefined : reader.get(AnalogHandset, analog)
  if (!phone?.canReceiveCalls) return undefined
  return phone.description || phone.port
}
