/** What "factory defaults restored" returns to its default (Appendix C of the specification, file 54); everything else is kept (FDEF-2). */
import { DialPlan } from './dial-plan.ts'
import type { Entity } from './entity.ts'
import { FxoLine } from './fxo-line.ts'
import { MailServer } from './mail-server.ts'
import { ServerSettings } from './server-settings.ts'
import { SipTrunk } from './sip-trunk.ts'
import { SyslogServer } from './syslog-server.ts'
import { WebSettings } from './web-settings.ts'

export interface Returned {
  readonly entity: Entity
  readonly fields: readonly string[]
}

/** A field that there is not does not compile. */
function returned<E extends Entity>(
  entity: E,
  ...fields: readonly (keyof E['fields'] & string)[]
): Returned {
  return { entity, fields }
}

export const RETURNED: readonly Returned[] = [
  returned(DialPlan, 'emergencyNumber', 'emergencyDirect'), // Dial Plan: Emergency
  returned(FxoLine, 'notes'), // Outside Lines: notes
  returned(SipTrunk, 'notes'),
  returned(ServerSettings, 'sipTrunkCalls', 'rtpDscp', 'sipDscp'), // VoIP
  returned(WebSettings, 'idleSeconds', 'mostSessions'), // Web
  returned(MailServer, 'server', 'port', 'displayName', 'sender', 'user'), // Email: external server
  returned(SyslogServer, 'enabled', 'server', 'port'), // Tools: syslog stopped, TOOL-13
  returned(WebSettings, 'remoteAdministration'), // Firewall services: remote administration is off
]
