import type { FastifyInstance } from 'fastify'
import type { Entity } from '../../model/entity.ts'
import type { Role } from '../../model/facts.ts'
import type { Field, Fields } from '../../model/field.ts'
import { entityNamed } from '../../model/registry.ts'
import type { Language } from '../../words/message.ts'
import { sayChoice } from '../../words/say.ts'
import type { ModelField, ModelSection } from '../contract.ts'
import { whoAsks } from '../server/request-session.ts'
import { languageOf, type WordsOf, wordsIn } from '../words-of.ts'
import { mayChange, mayChangeField, mayEnter, mayRead, sections } from './sections.ts'

/** Every section as forms need it. */
export function modelEndpoint(app: FastifyInstance): void {
  app.get('/api/v1/model', (request) => modelFor(whoAsks(request).roles, languageOf(request)))
}

export function modelFor(roles: readonly Role[], language: Language = 'en'): ModelSection[] {
  const words = wordsIn(language)
  const readable = sections.filter((entity) => mayRead(entity, roles))
  return readable.map((entity) => {
    const fields = shownFields(entity, entity.fields, roles, words)
    const { section, label, singleton = false, key } = entity.rules
    const may = mayChange(entity, roles) || (singleton && fields.some((one) => one.mayChange))
    const shown = words.say(label)
    return { section, entity: entity.name, label: shown, singleton, key, mayChange: may, fields }
  })
}

/** Hashes are on no form. */
function shownFields(
  entity: Entity,
  fields: Fields,
  roles: readonly Role[],
  words: WordsOf,
): ModelField[] {
  return Object.entries(fields)
    .filter(([, { kind }]) => kind !== 'hash')
    .map(([name, field]) => {
      const may = mayChangeField(entity, field, roles)
      const entries = (field.item?.choices ?? []).filter((entry) => mayEnter(field, entry, roles))
      const some = field.entries && { mayEnter: may ? entries : [] }
      return { ...modelField(name, field, may, words), ...some }
    })
}

interface Limits {
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly format?: string
}

function modelField(name: string, field: Field, mayChange: boolean, words: WordsOf): ModelField {
  const { say } = words
  const { kind, label, help, unit, need, choices, spec, generated, sameAs, oneOf, restart } = field
  const { minimum, maximum, maxLength, maxItems, pattern, format } = field.schema as Limits
  const max = maximum ?? maxLength ?? maxItems
  const target = entityNamed(field.entity ?? '')
  return {
    name,
    kind,
    label: say(label),
    ...(help && { help: say(help) }),
    ...(unit && { unit: say(unit) }),
    ...(field.default !== undefined && { default: field.default }),
    required: need === 'given',
    fixed: field.fixed ?? false,
    mayChange,
    ...(minimum !== undefined && { min: minimum }),
    ...(max !== undefined && { max }),
    ...(choices && {
      choices,
      choiceWords: choices.map((one) => sayChoice(words.language, one)),
    }),
    ...(target && { section: target.rules.section }),
    ...(field.fields && { fields: inner(field.fields, mayChange, words) }),
    ...(field.item && { item: modelField('', field.item, mayChange, words) }),
    ...(spec && { spec }),
    says: say(field.says),
    remedy: say(field.remedy),
    ...(pattern && kind !== 'reference' && { pattern }),
    ...(format && { format }),
    ...(need === 'optional' && { clearable: true }),
    ...(generated && { generated }),
    ...(sameAs && { sameAs }),
    ...(oneOf && { oneOf }),
    ...(restart && restart !== 'none' && { restart }),
    ...(field.unique && { unique: true }),
  }
}

function inner(fields: Fields, mayChange: boolean, words: WordsOf): ModelField[] {
  return Object.entries(fields).map(([name, field]) => modelField(name, field, mayChange, words))
}
