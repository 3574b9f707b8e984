import type { Role } from './facts.ts'
import { PERMISSION_ROWS } from './permission-rows.ts'

export type PermissionId = keyof typeof PERMISSION_ROWS

/** One row of the permission matrix. */
export interface Permission {
  readonly id: PermissionId
  readonly page: string
  readonly action: string
  readonly roles: readonly Role[]
  /** What refuses whoever has none of these roles; none: the product has no such function yet. */
  readonly enforcedBy: readonly string[]
}

/** The two that may everything (ROLE-1, ROLE-3). */
export const ADMINS = ['server-admin', 'system-admin'] as const satisfies readonly Role[]

const LETTERS: Readonly<Record<string, Role>> = {
  P: 'phone-admin',
  N: 'network-admin',
  S: 'support-technician',
}

export const permissions: readonly Permission[] = Object.entries(PERMISSION_ROWS).map(
  ([id, [page, action, also, ...enforcedBy]]) => ({
    id: id as PermissionId,
    page,
    action,
    roles: [...ADMINS, ...[...also].flatMap((letter) => LETTERS[letter] ?? [])],
    enforcedBy,
  }),
)

const byId = new Map(permissions.map((one) => [one.id, one]))

/** Who may what a row of the matrix names. */
export function rolesOf(id: PermissionId): readonly Role[] {
  return byId.get(id)?.roles ?? []
}

/** Whether one of these roles may what a row names. */
export function may(id: PermissionId, roles: readonly Role[]): boolean {
  return rolesOf(id).some((role) => roles.includes(role))
}

/** Every row that these roles have. */
export function permitted(roles: readonly Role[]): readonly PermissionId[] {
  return permissions.filter(({ id }) => may(id, roles)).map(({ id }) => id)
}
