import { readAuthorities } from './authorities.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { MAIL_ADDRESS } from './event-notification.ts'
import { choice, port, secret, text } from './fields.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'mail server',
  section: 'mail',
  singleton: true,
  change: rolesOf('PERM-175'),
  restart: 'none',
  check: mailAgrees,
} as const

const HOST_NAME = {
  max: 253,
  pattern: /^[A-Za-z0-9.:_-]{1,253}$/,
  says: 'a host name or an IP address',
  remedy: 'Write it as mail.example.com or 192.0.2.10.',
} as const

export const AUTHORITIES = {
  max: 65_536,
  pattern: /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
  says: 'certificates in PEM',
  remedy: 'Paste whole certificates, each from its BEGIN line to its END line.',
  help: 'Trusted here, beside those that the system trusts: for a server with a certificate of its own.',
} as const

/** The account at which e-mail of the unit is handed in, MAIL-20 to 26. */
export const MailServer = entity('mail-server', rules, {
  server: text('Mail server', { ...HOST_NAME, spec: 'MAIL-21' }),
  port: port('Mail server port', { default: 587, spec: 'MAIL-22' }),
  security: choice('Secure connection', ['starttls', 'tls', 'none'], {
    default: 'starttls',
    spec: 'MAIL-25',
    help: 'STARTTLS begins in the clear and goes on encrypted, usually on port 587; TLS is encrypted from the first byte, usually on port 465. The certificate of the server is checked.',
  }),
  user: text('Mail user', {
    max: 254,
    spec: 'MAIL-24',
    help: 'Leave it empty where the server asks for no sign-in.',
  }),
  password: secret('Mail password', {
    min: 1,
    spec: 'MAIL-24',
    remedy: 'Copy it as the provider gave it; many want one made for applications.',
  }),
  displayName: text('Sender name', { max: 64, default: 'Strowger', spec: 'MAIL-23' }),
  sender: text('Sender address', { ...MAIL_ADDRESS, spec: 'MAIL-23' }),
  authorities: text('Certificate authorities of the mail server', AUTHORITIES),
})
export type MailServer = Of<typeof MailServer>

function mailAgrees(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const objections: Objection[] = []
  if (object.user !== '' && object.security === 'none') {
    objections.push({
      field: 'security',
      what: 'a password would go over the network in the clear',
      remedy: 'Choose STARTTLS or TLS, or leave the user empty.',
    })
  }
  if (object.server !== '' && object.sender === '') {
    objections.push({
      field: 'sender',
      what: 'a mail server takes nothing without a sender',
      remedy: 'Give the address that belongs to the account.',
    })
  }
  return [...objections, ...soundAuthorities(object)]
}

/** Certificates that look like some and are none. */
export function soundAuthorities(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  if (readAuthorities(String(object.authorities)).ok) return []
  return [
    {
      field: 'authorities',
      what: 'one of the certificates cannot be read, or is not that of an authority',
      remedy: AUTHORITIES.remedy,
    },
  ]
}
