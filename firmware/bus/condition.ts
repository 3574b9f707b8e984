import { type Static, Type } from 'typebox'

/**
 * Something that is wrong now (UX.md): raised and cleared by whoever owns the fact, retained on the bus, only shown by everybody
 * else. Texts are for people: what it does to them, what they can do about it.
 */
export const Condition = Type.Object({
  /** Stable and unique on this unit: the process that owns the fact, then the fact: `media/ports-used-up`. */
  id: Type.String({ pattern: '^[a-z0-9-]+/[A-Za-z0-9._-]+$', maxLength: 128 }),
  /** `critical`: people cannot call. `warning`: they soon cannot, or less well. `notice`: worth knowing. */
  severity: Type.Union([Type.Literal('notice'), Type.Literal('warning'), Type.Literal('critical')]),
  /** What is wrong: `media`, `line fxo-3`, `phone 101`. English, as effect and remedy are. */
  subject: Type.String({ maxLength: 128 }),
  /** UTC in milliseconds since 1970. */
  since: Type.Number(),
  effect: Type.String({ maxLength: 1024 }),
  remedy: Type.String({ maxLength: 1024 }),
  /** Page that mends it, a path on the admin pages, or empty. */
  link: Type.String({ maxLength: 256 }),
  /** Its kind in words/conditions.ts and what to put in, for who says it in another language. */
  kind: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 })),
  values: Type.Optional(
    Type.Record(
      Type.String({ maxLength: 32 }),
      Type.Union([Type.String({ maxLength: 512 }), Type.Number()]),
      { maxProperties: 16 },
    ),
  ),
})
export type Condition = Static<typeof Condition>
