import { AnalogHandset } from './analog-handset.ts'
import { AuditPin, AuditPinSettings } from './audit-pin.ts'
import { BusinessInformation } from './business-information.ts'
import { Capacity } from './capacity.ts'
import { DialPlan } from './dial-plan.ts'
import type { Entity } from './entity.ts'
import { EventNotification } from './event-notification.ts'
import { Extension } from './extension.ts'
import { FxoLine } from './fxo-line.ts'
import { Handset } from './handset.ts'
import { HoldMusicSource } from './hold-music-source.ts'
import { InstalledKey } from './installed-key.ts'
import { MailServer } from './mail-server.ts'
import { PasswordRules } from './password-rules.ts'
import { PublicContact } from './public-contact.ts'
import { ServerSettings } from './server-settings.ts'
import { SetUp } from './set-up.ts'
import { SignInProvider } from './sign-in-provider.ts'
import { SipTrunk } from './sip-trunk.ts'
import { Site } from './site.ts'
import { SyslogServer } from './syslog-server.ts'
import { User } from './user.ts'
import { UserTemplate } from './user-template.ts'
import { WebSettings } from './web-settings.ts'

/** Raised with every change of a declaration that stored objects do not satisfy; store/migrate.ts then gains a step. */
export const SCHEMA_VERSION = 7

/** Every entity, in the order in which a file names them. Store, commands, REST and pages derive from this list. */
export const entities: readonly Entity[] = [
  Site,
  HoldMusicSource,
  UserTemplate,
  User,
  Extension,
  Handset,
  AnalogHandset,
  FxoLine,
  SipTrunk,
  DialPlan,
  ServerSettings,
  WebSettings,
  AuditPinSettings,
  AuditPin,
  PublicContact,
  BusinessInformation,
  PasswordRules,
  SignInProvider,
  Capacity,
  InstalledKey,
  MailServer,
  EventNotification,
  SyslogServer,
  SetUp,
]

/** The entity of this name, as references and stored objects give it. */
export function entityNamed(name: string): Entity | undefined {
  return entities.find((entity) => entity.name === name)
}
