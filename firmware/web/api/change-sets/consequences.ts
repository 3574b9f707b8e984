/** Which numbers, telephones, lines and calls a change touches, in words. */
import { AnalogHandset } from '../../../model/analog-handset.ts'
import type { Entity } from '../../../model/entity.ts'
import { Extension } from '../../../model/extension.ts'
import { FxoLine } from '../../../model/fxo-line.ts'
import { Handset } from '../../../model/handset.ts'
import { entityNamed } from '../../../model/registry.ts'
import { SipTrunk } from '../../../model/sip-trunk.ts'
import { referencesIn } from '../../../store/references.ts'
import type { ObjectChange } from '../../../store/revision.ts'
import type { Store } from '../../../store/store.ts'
import { asMessage, type Message, type Text } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import type { ShownCall } from '../../contract.ts'

const MOST_NAMED = 20

/** @param calls that are on now; undefined while nobody can tell */
export function consequences(
  store: Store,
  changes: readonly ObjectChange[],
  calls: readonly ShownCall[] | undefined,
): Message[] {
  const numbers = numbersTouched(store, changes)
  const told: Message[] = []
  const tell = (id: 'set.numbers' | 'set.phones' | 'set.lines', names: ReadonlySet<string>) => {
    if (names.size > 0) told.push(message(id, { names: listed([...names]) }))
  }
  tell('set.numbers', numbers)
  tell('set.phones', namesOf(changes, [Handset, AnalogHandset]))
  tell('set.lines', namesOf(changes, [FxoLine, SipTrunk]))
  for (const { entity: name } of changes) {
    const entity = entityNamed(name)
    if (entity?.rules.singleton) {
      told.push(message('set.everybody', { object: asMessage(entity.rules.label) }))
    }
  }
  const restarts = new Set(changes.flatMap(restartsOf))
  if (restarts.has('phones')) told.push(message('set.restart-phones'))
  if (restarts.has('server')) told.push(message('set.restart-server'))
  if (!calls) return [...told, message('set.calls-unknown')]
  const on = calls.filter(({ dialled, legs }) => {
    return numbers.has(dialled) || legs.some(({ digits }) => numbers.has(digits))
  })
  if (on.length === 0) return [...told, message('set.no-calls')]
  const names = on.map(({ legs, dialled }) => `${legs[0]?.digits ?? '?'} → ${dialled}`)
  return [...told, message('set.calls', { count: on.length, names: listed(names) })]
}

/** Extensions that change, that ring what changes, and whose telephones change. */
function numbersTouched(store: Store, changes: readonly ObjectChange[]): Set<string> {
  const numbers = namesOf(changes, [Extension])
  const ids = new Set(changes.map(({ id }) => id))
  for (const { fields } of changes) {
    for (const id of [fields.extension?.before, fields.extension?.after]) {
      if (typeof id === 'string') ids.add(id)
    }
  }
  for (const extension of store.all(Extension)) {
    const refers = referencesIn(Extension.fields, extension as never)
    if (ids.has(extension.id) || refers.some(({ target }) => ids.has(target))) {
      numbers.add(extension.number)
    }
  }
  return numbers
}

/** What people call the objects of these entities that change, before and after. */
function namesOf(changes: readonly ObjectChange[], of: readonly Entity[]): Set<string> {
  const names = new Set<string>()
  for (const { entity: name, name: called, fields } of changes) {
    const entity = of.find((one) => one.name === name)
    if (!entity) continue
    names.add(called.slice(entity.rules.label.length + 1))
    const before = fields[entity.rules.key ?? '']?.before
    if (before !== undefined) names.add(String(before))
  }
  return names
}

function restartsOf({ entity, fields }: ObjectChange): string[] {
  const declared = entityNamed(entity)
  const names = Object.keys(fields)
  return names.map((name) => declared?.fields[name]?.restart ?? declared?.rules.restart ?? 'none')
}

function listed(names: readonly string[]): readonly Text[] {
  const more = names.length - MOST_NAMED
  const shown: Text[] = names.slice(0, MOST_NAMED)
  return more > 0 ? [...shown, message('more', { count: more })] : shown
}
