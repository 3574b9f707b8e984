import type { Role } from '../../model/facts.ts'
import { ADMINS, rolesOf } from '../../model/permissions.ts'
import type { TokenScope } from '../contract.ts'

/**
 * Who may use an endpoint. `password-due`: whoever has signed in, also with a password that must be changed first; `signed-in`: whoever
 * has a password of their own; a list: whoever has one of these roles. People without a role administrate nothing: the office's data are not theirs to read.
 */
export type Right = 'anybody' | 'password-due' | 'signed-in' | readonly Role[]

const ALL_ROLES = [
  'server-admin',
  'system-admin',
  'phone-admin',
  'network-admin',
  'support-technician',
] as const satisfies readonly Role[]

/** Who sees the whole configuration in one piece (spec 50, Reports > Configuration). */
const REPORTERS = [...ADMINS, 'support-technician'] as const satisfies readonly Role[]

/** Who sees the people of the directory in one piece (spec 50, Reports > Users). */
const DIRECTORY_READERS = [
  ...ADMINS,
  'phone-admin',
  'network-admin',
] as const satisfies readonly Role[]

/** Whose job the web server is (spec 48). */
const WEB_ADMINS = [...ADMINS, 'network-admin'] as const satisfies readonly Role[]

/**
 * The one table of who may use which endpoint (SECURITY 12); roles that the permission matrix names come from there. An endpoint without a row is not
 * served: `createApp` throws.
 */
export const RIGHTS: Readonly<Record<string, Right>> = {
  // pages
  'GET /*': 'anybody',
  'GET /trust': 'anybody',
  'GET /trust/ca.pem': 'anybody',
  'GET /trust/ca.der': 'anybody',
  // session
  'GET /api/v1/session': 'anybody',
  'POST /api/v1/session/claim': 'anybody',
  'POST /api/v1/session/sign-in': 'anybody',
  'POST /api/v1/session/sign-out': 'anybody',
  'POST /api/v1/session/password': 'password-due',
  'POST /api/v1/session/totp': 'signed-in',
  'POST /api/v1/session/totp/confirm': 'signed-in',
  'DELETE /api/v1/session/totp': 'signed-in',
  'POST /api/v1/session/passkey/begin': 'anybody',
  'POST /api/v1/session/passkey': 'anybody',
  'POST /api/v1/session/provider/begin': 'anybody',
  'POST /api/v1/session/provider': 'anybody',
  'GET /api/v1/session/passkeys': 'signed-in',
  'POST /api/v1/session/passkeys/begin': 'signed-in',
  'POST /api/v1/session/passkeys': 'signed-in',
  'DELETE /api/v1/session/passkeys/:id': 'signed-in',
  'POST /api/v1/session/pin': 'signed-in',
  'GET /api/v1/session/all': 'signed-in',
  'DELETE /api/v1/session/all/:id': 'signed-in',
  // one's own: number, telephones, calls, language
  'GET /api/v1/me': 'signed-in',
  'PATCH /api/v1/me': 'signed-in',
  // the telephone that a page is: one's own
  'GET /api/v1/browser-phone': 'signed-in',
  'POST /api/v1/browser-phone': 'signed-in',
  'POST /api/v1/browser-phone/pass': 'signed-in',
  'GET /api/v1/browser-phone/sip': 'signed-in',
  // people's ways in; not those of higher rights than one's own (outranks)
  'POST /api/v1/people/:id/password': rolesOf('PERM-137'),
  'POST /api/v1/people/:id/pin': rolesOf('PERM-137'),
  'DELETE /api/v1/people/:id/totp': ['server-admin'],
  'DELETE /api/v1/people/:id/passkeys': ['server-admin'],
  'GET /api/v1/people/:id/access': rolesOf('PERM-137'),
  'POST /api/v1/people/template': rolesOf('PERM-143'),
  // pictures
  'POST /api/v1/photos': rolesOf('PERM-116'),
  'GET /api/v1/photos/:mark': 'signed-in',
  // music for who is on hold
  'POST /api/v1/hold-music': rolesOf('PERM-94'),
  'GET /api/v1/hold-music': rolesOf('PERM-95'),
  'GET /api/v1/hold-music/:mark': rolesOf('PERM-95'),
  'PUT /api/v1/me/photo': 'signed-in', // whoever may change their own (USET-14)
  'DELETE /api/v1/me/photo': 'signed-in',
  // tokens: one's own; ADMINS see and remove everybody's
  'GET /api/v1/tokens': ALL_ROLES,
  'POST /api/v1/tokens': ALL_ROLES,
  'DELETE /api/v1/tokens/:id': ALL_ROLES,
  // the server's certificate
  'GET /api/v1/certificate': ALL_ROLES,
  'PUT /api/v1/certificate': WEB_ADMINS,
  'DELETE /api/v1/certificate': WEB_ADMINS,
  'POST /api/v1/certificate/request': WEB_ADMINS,
  'DELETE /api/v1/certificate/request': WEB_ADMINS,
  // client certificates for remote administration
  'GET /api/v1/client-certificates': WEB_ADMINS,
  'POST /api/v1/client-certificates': WEB_ADMINS,
  'DELETE /api/v1/client-certificates': WEB_ADMINS,
  'DELETE /api/v1/client-certificates/:id': WEB_ADMINS,
  'GET /api/v1/client-certificates/:id/file': WEB_ADMINS,
  // configuration; who may change which section and field stands in the model
  'GET /api/v1/model': ALL_ROLES,
  'GET /api/v1/openapi.json': ALL_ROLES,
  'POST /api/v1/config': ALL_ROLES,
  'GET /api/v1/config/:section': ALL_ROLES,
  'POST /api/v1/config/:section': ALL_ROLES,
  'GET /api/v1/config/:section/:id': ALL_ROLES,
  'GET /api/v1/config/:section/:id/uses': ALL_ROLES,
  'PATCH /api/v1/config/:section/:id': ALL_ROLES,
  'DELETE /api/v1/config/:section/:id': ALL_ROLES,
  'POST /api/v1/config/:section/:id/secret/:field': ['server-admin', 'system-admin', 'phone-admin'],
  'GET /api/v1/history': ALL_ROLES,
  'POST /api/v1/history/:revision/undo': ALL_ROLES,
  'POST /api/v1/history/:revision/restore': ALL_ROLES, // by the rights to each of its changes
  'GET /api/v1/deleted': ALL_ROLES,
  'POST /api/v1/deleted/:id/restore': ALL_ROLES,
  'GET /api/v1/report': REPORTERS,
  'GET /api/v1/report/xlsx': REPORTERS,
  'GET /api/v1/report/pdf': REPORTERS,
  'GET /api/v1/report/changes': REPORTERS,
  'GET /api/v1/report/users': DIRECTORY_READERS,
  'GET /api/v1/report/users/csv': DIRECTORY_READERS,
  'GET /api/v1/report/users/xlsx': DIRECTORY_READERS,
  'GET /api/v1/report/users/pdf': DIRECTORY_READERS,
  'GET /api/v1/reset': ADMINS,
  'POST /api/v1/reset': ADMINS,
  'GET /api/v1/snapshots': ADMINS,
  'POST /api/v1/snapshots/restore': ADMINS,
  'GET /api/v1/entitlements': rolesOf('PERM-194'),
  'POST /api/v1/entitlements/keys': rolesOf('PERM-205'),
  'GET /api/v1/change-sets': ALL_ROLES,
  'POST /api/v1/change-sets': ALL_ROLES,
  'GET /api/v1/change-sets/:id': ALL_ROLES,
  'DELETE /api/v1/change-sets/:id': ALL_ROLES,
  'POST /api/v1/change-sets/:id/apply': ALL_ROLES, // by the rights to each of its changes
  'POST /api/v1/change-sets/:id/schedule': ALL_ROLES,
  'DELETE /api/v1/change-sets/:id/schedule': ALL_ROLES,
  'GET /api/v1/export': rolesOf('PERM-209'),
  'POST /api/v1/export': ADMINS, // with secrets
  'GET /api/v1/export/:section': rolesOf('PERM-209'),
  'POST /api/v1/import': rolesOf('PERM-211'),
  'POST /api/v1/import/:section': ALL_ROLES, // row by row, as the model has it
  'GET /api/v1/events': rolesOf('PERM-195'),
  'GET /api/v1/events/file': rolesOf('PERM-195'),
  'GET /api/v1/forwarding': rolesOf('PERM-219'),
  'POST /api/v1/forwarding/mail/test': rolesOf('PERM-175'),
  'POST /api/v1/forwarding/mail/flush': rolesOf('PERM-182'),
  'POST /api/v1/forwarding/syslog/test': rolesOf('PERM-219'),
  'POST /api/v1/forwarding/syslog/flush': rolesOf('PERM-219'),
  'GET /api/v1/search': ALL_ROLES,
  // live
  'GET /api/v1/live': ALL_ROLES,
  'GET /api/v1/conditions': ALL_ROLES,
  'GET /api/v1/processes': ALL_ROLES,
  'GET /api/v1/calls': rolesOf('PERM-192'),
  'GET /api/v1/calls/:call/speakers': rolesOf('PERM-192'),
  'GET /api/v1/calls/:call/ladder': rolesOf('PERM-185'),
  'GET /api/v1/calls/:call/messages': rolesOf('PERM-225'), // with credentials: server administrators only (api/traces.ts)
  'GET /api/v1/calls/:call/pcap': rolesOf('PERM-225'),
  'GET /api/v1/phones/:handset/messages': rolesOf('PERM-225'),
  'GET /api/v1/metrics': ALL_ROLES,
  'GET /api/v1/phones': ALL_ROLES,
  'GET /api/v1/found': ALL_ROLES,
  'POST /api/v1/found/:id/dismiss': ['server-admin', 'system-admin', 'phone-admin'],
  'GET /api/v1/lines': ALL_ROLES,
  'GET /api/v1/trunks': ALL_ROLES,
  'GET /api/v1/bans': ALL_ROLES,
  'POST /api/v1/bans': WEB_ADMINS,
  'DELETE /api/v1/bans/:source': WEB_ADMINS,
  'GET /api/v1/config': ALL_ROLES,
  'GET /api/v1/records': rolesOf('PERM-185'),
  'GET /api/v1/measures': ALL_ROLES,
  'GET /api/v1/measures/now': ALL_ROLES,
  'GET /api/v1/explain': ALL_ROLES,
  // system
  'GET /api/v1/system': rolesOf('PERM-180'),
  'POST /api/v1/system/restart/:process': rolesOf('PERM-213'),
  'GET /api/v1/power': rolesOf('PERM-213'),
  'POST /api/v1/power': rolesOf('PERM-213'),
  'DELETE /api/v1/power': rolesOf('PERM-214'),
  'GET /api/v1/sim': ALL_ROLES,
  'POST /api/v1/sim': ALL_ROLES,
}

/** What no token reaches: whoever holds one makes no lasting way in of it. */
const FOR_PEOPLE = [
  'session',
  'browser-phone',
  'people',
  'tokens',
  'certificate',
  'client-certificates',
]
const CONFIGURES = ['config', 'history', 'import', 'change-sets', 'deleted', 'entitlements']

/**
 * What a token must be good for to use an endpoint, beside its owner's right to it: derived, so that no endpoint is forgotten. Undefined
 * for what is for people alone.
 */
export function scopeOf(method: string, path: string): TokenScope | undefined {
  const [, , , area = ''] = path.split('/') // '', api, v1
  if (FOR_PEOPLE.includes(area)) return undefined
  if (method === 'GET' || method === 'HEAD') return 'read'
  return CONFIGURES.includes(area) ? 'configure' : 'operate'
}

/** Row of an endpoint: a HEAD is its GET. */
export function rightOf(
  method: string,
  path: string,
  rights: Readonly<Record<string, Right>> = RIGHTS,
): Right | undefined {
  const row = `${method === 'HEAD' ? 'GET' : method} ${path}`
  return Object.hasOwn(rights, row) ? rights[row] : undefined
}
