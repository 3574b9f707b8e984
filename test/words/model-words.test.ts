import t from 'tap'
import type { Field } from '../../firmware/model/field.ts'
import { entities } from '../../firmware/model/registry.ts'
import { LANGUAGES } from '../../firmware/words/message.ts'
import { MODEL } from '../../firmware/words/model.ts'
import { HELPS } from '../../firmware/words/model-helps.ts'
import { CHOICES, LABELS } from '../../firmware/words/model-labels.ts'
import { RULES } from '../../firmware/words/model-rules.ts'
import { objectNamed } from '../../firmware/words/object.ts'
import { say, sayChoice } from '../../firmware/words/say.ts'

function everyField(fields: Readonly<Record<string, Field>>): Field[] {
  return Object.values(fields).flatMap((field) => [
    field,
    ...everyField(field.fields ?? {}),
    ...everyField(field.item ? { item: field.item } : {}),
  ])
}

const declared = entities.flatMap(({ fields }) => everyField(fields))
const plain = (texts: readonly unknown[]) => texts.filter((one) => typeof one === 'string')
const QUOTED = /^'[^']+'$/ // a choice of one: no words

const labels = [
  ...entities.map(({ rules }) => rules.label),
  ...plain(declared.flatMap(({ label, unit, entity }) => [label, unit, entity])),
]
const helps = plain(declared.map(({ help }) => help))
const rules = plain(declared.flatMap(({ says, remedy }) => [says, remedy])).filter(
  (one) => !QUOTED.test(one),
)
const choices = declared.flatMap(({ choices = [] }) => choices)

t.test(
  'UX every label, help, rule and unit of the registry has Spanish and French words',
  async (t) => {
    for (const text of new Set([...labels, ...helps, ...rules])) {
      t.hasProp(MODEL, text)
      for (const language of ['es', 'fr'] as const) t.match(MODEL[text]?.[language], /\S/, text)
    }
  },
)

t.test('UX every choice has words in every language, unless it is one to itself', async (t) => {
  for (const choice of new Set(choices)) {
    if (/^[\d.]+$/.test(choice)) continue // a version
    for (const language of LANGUAGES) t.match(MODEL[`choice.${choice}`]?.[language], /\S/, choice)
  }
  t.equal(sayChoice('es', 'hang-up'), 'Colgar')
  t.equal(sayChoice('en', '1.3'), '1.3')
})

t.test('no word is kept for what is not declared any more', async (t) => {
  const used = new Set([...labels, 'file', 'section', 'revision'])
  for (const text of Object.keys(LABELS)) t.ok(used.has(text), text)
  for (const text of Object.keys(HELPS)) t.ok(helps.includes(text), text)
  for (const text of Object.keys(RULES)) t.ok(rules.includes(text), text)
  for (const id of Object.keys(CHOICES)) t.ok(choices.includes(id.slice('choice.'.length)), id)
})

t.test('objects are named by the words of their declarations', async (t) => {
  t.equal(say('es', objectNamed('analog handset fxs-1')), 'teléfono analógico fxs-1')
  t.equal(say('fr', objectNamed('extension 101')), 'poste 101')
  t.equal(say('es', objectNamed('settings')), 'ajustes')
  t.equal(say('es', objectNamed('something else')), 'something else')
  for (const { rules } of entities) {
    t.not(say('es', objectNamed(`${rules.label} x`)), `${rules.label} x`, rules.label)
  }
})
