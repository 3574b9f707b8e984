import type { ConfigObject } from '../../contract.ts'

// What pages read of stored objects by name. Forms know nothing of this: they are made from /model.

export interface Person extends ConfigObject {
  readonly login: string
  readonly firstName?: string
  readonly middleName?: string
  readonly lastName: string
  readonly language?: string
  readonly roles?: readonly string[]
  readonly photo?: string
  /** Id of the template that was applied last. */
  readonly template?: string
  readonly ownPhoto?: boolean
}

export interface Destination {
  readonly handset?: string
  readonly analog?: string
  readonly rings?: number
}

export interface Extension extends ConfigObject {
  readonly number: string
  readonly kind: 'user' | 'system' | 'test'
  readonly description?: string
  readonly owner?: string
  readonly route?: {
    readonly attempts?: readonly { readonly destinations?: readonly Destination[] }[]
    readonly finally?: { readonly action?: string }
  }
}

export interface Handset extends ConfigObject {
  readonly description?: string
  readonly sipUser: string
  readonly loginId?: string
  readonly extension?: string
}

export interface SipTrunk extends ConfigObject {
  readonly description: string
  readonly kind?: 'provider' | 'gateway'
  readonly server?: string
  readonly inService?: boolean
}

export interface AnalogHandset extends ConfigObject {
  readonly port: string
  readonly description?: string
  readonly extension?: string
}

export interface FxoLine extends ConfigObject {
  readonly port: string
  readonly description?: string
  readonly inService?: boolean
  readonly route?: { readonly extension?: string }
}

export interface SiteObject extends ConfigObject {
  readonly name: string
  readonly timeZone: string
}

export interface DialPlan extends ConfigObject {
  readonly operator?: string
  readonly emergencyNumber?: string
  readonly emergencyDirect?: boolean
}

/** The name as people say it. */
export function fullName({
  firstName,
  middleName,
  lastName,
}: Pick<Person, 'firstName' | 'middleName' | 'lastName'>): string {
  return [firstName, middleName, lastName].filter(Boolean).join(' ')
}
