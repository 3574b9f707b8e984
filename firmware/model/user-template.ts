import { entity, type Of } from './entity.ts'
import { choice, flag, text } from './fields.ts'
import { rolesOf } from './permissions.ts'

/** Settings of a person that a template gives, UTPL-2. One more is one line here: the person, templates, applying and the pages have it then. */
export const TEMPLATE_SETTINGS = {
  language: choice('Language', ['en', 'es', 'fr'], {
    default: 'en',
    help: 'Of pages and messages. Callers hear the language of their call.',
  }),
  ownPhoto: flag('May change their own photo', {
    spec: 'USET-14',
    help: 'In the portal. Administrators may in any case.',
  }),
  browserPhone: flag('May use a browser as a telephone', {
    default: true,
    spec: 'USET-24',
    help: 'On these pages. Taken away, it ends at once; the telephone stays with the number and does not ring.',
  }),
} as const

const rules = {
  label: 'user template',
  section: 'userTemplates',
  key: 'name',
  change: rolesOf('PERM-146'),
  restart: 'none',
} as const

/** What several people have in common. Changing it changes nobody: it is applied, UTPL rows and USER-18. */
export const UserTemplate = entity('user-template', rules, {
  name: text('Name', { max: 64, required: true, unique: true, spec: 'USET-1' }),
  ...TEMPLATE_SETTINGS,
})
export type UserTemplate = Of<typeof UserTemplate>
