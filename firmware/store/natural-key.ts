import type { Entity, Identity } from '../model/entity.ts'

/** By what people and files know an object: a number, a login. Not for singletons. */
export function naturalKey(entity: Entity, object: Identity): string {
  return String((object as unknown as Record<string, unknown>)[entity.rules.key ?? ''])
}
