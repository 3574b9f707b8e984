import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import { withTemplate } from '../../../model/apply-template.ts'
import { User } from '../../../model/user.ts'
import { UserTemplate } from '../../../model/user-template.ts'
import type { Changed } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { tellChanged } from '../config.ts'
import { changeConfig } from '../config-change.ts'

const Id = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const Applied = Type.Object(
  {
    people: Type.Array(Id, { minItems: 1, maxItems: 2000, uniqueItems: true }),
    template: Type.Union([Id, Type.Null()]),
    how: Type.Enum(['set', 'merge']),
  },
  { additionalProperties: false },
)

/** A template for several people at once, as one change that undo takes back: USER-17, USER-24. */
export function templateEndpoint(app: FastifyInstance, parts: Parts): void {
  app.post<{ Body: Static<typeof Applied> }>(
    '/api/v1/people/template',
    { schema: { body: Applied }, bodyLimit: 128 * 1024 },
    (request): Changed => {
      const { people, template, how } = request.body
      const store = parts.store()
      const next = template === null ? undefined : store.get(UserTemplate, template)
      if (template !== null && !next) throw new Refusal('not-found', 'There is no such template.')
      const wanted = people.map((id) => {
        const person = store.get(User, id)
        if (!person) throw new Refusal('not-found', 'There is no such person.')
        const last = person.template ? store.get(UserTemplate, person.template) : undefined
        const values = withTemplate(person, how, { ...(last && { last }), ...(next && { next }) })
        return { do: 'update' as const, entity: User, id, values: { ...values, template } }
      })
      const before = store.revision()
      const who = { origin: originOf(request), roles: whoAsks(request).roles }
      const changed = changeConfig(store, who, wanted)
      tellChanged(parts, before, changed)
      return changed
    },
  )
}
