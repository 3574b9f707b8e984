import type { DialPlan } from '../model/dial-plan.ts'

/** An extension as the dial plan sees it. */
export interface Dialable {
  readonly id: string
  readonly kind: string
}

/** The settings on which routing depends. */
export type Plan = Pick<
  DialPlan,
  'operator' | 'outsideDigit' | 'emergencyNumber' | 'emergencyDirect'
>

/** The numbers that the plan knows: an index over the configured extensions, and the settings of the plan. */
export interface NumberSpace {
  /** The extension with exactly this number. */
  extension(number: string): Dialable | undefined
  /** The extension with this identity: the operator's. */
  extensionById(id: string): (Dialable & { readonly number: string }) | undefined
  /** The numbers of all extensions. */
  numbers(): Iterable<string>
  readonly plan: Plan
}

/** What reaches the emergency service, as it is dialled: `911` and `9911`. Also for a gateway that dials by itself. EMER-2, EMER-4. */
export function emergencyNumbers(plan: Plan): readonly string[] {
  const { emergencyNumber, outsideDigit } = plan
  const behind = outsideDigit + emergencyNumber
  return plan.emergencyDirect ? [emergencyNumber, behind] : [behind]
}
