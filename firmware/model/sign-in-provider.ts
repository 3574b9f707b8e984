import { entity, type Objection, type Of } from './entity.ts'
import { flag, secret, text } from './fields.ts'
import { AUTHORITIES, soundAuthorities } from './mail-server.ts'

const rules = {
  label: 'sign-in provider',
  section: 'signInProvider',
  singleton: true,
  change: ['server-admin'], // whoever names it says who gets in
  restart: 'none',
  check: addressed,
} as const

/** Who else may say who somebody is: OpenID Connect Core 1.0, off unless it is set. Nobody gets in by it who is not a person here, tied to a name there. */
export const SignInProvider = entity('sign-in-provider', rules, {
  enabled: flag('Sign in at the provider too', {
    help: 'Beside the password, which stays. Only under the name of the unit, and only for people who have a name at the provider.',
  }),
  name: text('Name on the button', { max: 40 }),
  issuer: text('Issuer', {
    max: 255,
    pattern: /^https:\/\/[^\s?#\\]{1,247}$/,
    says: 'an address that begins with https://',
    remedy: 'Copy it as the provider wrote it, as https://login.example.com/office.',
    help: 'What the provider says of itself is read below it, and is believed from there alone.',
  }),
  clientId: text('Client ID', {
    max: 255,
    help: 'Of this unit at the provider. There, allow the unit’s address with /signed-in behind it to be returned to.',
  }),
  clientSecret: secret('Client secret', {
    min: 1,
    max: 255,
    remedy: 'Copy it as the provider wrote it; it has no spaces.',
    help: 'Left out where the provider gave none: a proof made for each sign-in (PKCE) is always sent.',
  }),
  authorities: text('Certificate authorities of the provider', AUTHORITIES),
})
export type SignInProvider = Of<typeof SignInProvider>

function addressed(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const sound = soundAuthorities(object)
  if (!object.enabled) return sound
  const missing = (['issuer', 'clientId'] as const)
    .filter((field) => !object[field])
    .map((field) => ({
      field,
      what: 'nobody can sign in at a provider without it',
      remedy: 'Copy it from the provider, or switch the sign-in there off.',
    }))
  return [...missing, ...sound]
}
