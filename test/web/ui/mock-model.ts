import type { Field } from '../../../firmware/model/field.ts'
import { entities } from '../../../firmware/model/registry.ts'
import type { ModelField, ModelSection } from '../../../firmware/web/contract.ts'
import { say } from '../../../firmware/words/say.ts'

/** The declarations as `/model` tells them. */
export function mockModel(): readonly ModelSection[] {
  return entities
    .filter(({ rules }) => !rules.internal)
    .map(({ name, rules, fields }) => ({
      section: rules.section,
      entity: name,
      label: rules.label,
      singleton: rules.singleton ?? false,
      key: rules.key,
      mayChange: true,
      fields: Object.entries(fields).map(([field, facts]) => shown(field, facts)),
    }))
}

function shown(name: string, field: Field): ModelField {
  const { minimum, maximum, maxLength } = field.schema as Record<string, number | undefined>
  return {
    name,
    kind: field.kind,
    label: field.label,
    required: field.need === 'given',
    fixed: field.fixed ?? false,
    mayChange: true,
    says: say('en', field.says),
    remedy: say('en', field.remedy),
    ...given('help', field.help),
    ...given('unit', field.unit),
    ...given('default', field.default),
    ...given('min', minimum),
    ...given('max', maximum ?? maxLength),
    ...given('choices', field.choices),
    ...given('spec', field.spec),
    ...given('section', entities.find((one) => one.name === field.entity)?.rules.section),
    ...given('item', field.item && shown('', field.item)),
    ...given(
      'fields',
      field.fields && Object.entries(field.fields).map(([key, part]) => shown(key, part)),
    ),
  }
}

function given<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]?: V })
}
