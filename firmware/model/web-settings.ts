import { entity, type Of } from './entity.ts'
import { choice, flag, whole } from './fields.ts'

const rules = {
  label: 'web settings',
  section: 'web',
  singleton: true,
  change: ['server-admin', 'system-admin', 'network-admin'],
  restart: 'none', // WEB-12: ours act at once
} as const

/** How people reach the pages of one unit, WEB rows. */
export const WebSettings = entity('web-settings', rules, {
  idleSeconds: whole('Connection timeout', {
    min: 60,
    max: 86400,
    default: 900,
    unit: 's',
    spec: 'WEB-7',
    help: 'Whoever does nothing for so long is signed out. Watching a page that moves by itself is doing nothing.',
  }),
  mostSessions: whole('Most sessions', {
    min: 2,
    max: 500,
    default: 50,
    spec: 'WEB-8',
    help: 'So many people may be signed in at the same time. A server administrator always gets in.',
  }),
  leastTls: choice('Minimum TLS version', ['1.2', '1.3'], {
    default: '1.2', // spec decision 3: no less
    spec: 'WEB-10',
    help: 'What a browser must speak at least. Those of some wall displays do not know 1.3.',
  }),
  remoteAdministration: flag('Secure remote administration', {
    spec: 'WEB-51',
    help: 'Opens a port of its own for holders of client certificates, once there is one.',
  }),
})
export type WebSettings = Of<typeof WebSettings>
