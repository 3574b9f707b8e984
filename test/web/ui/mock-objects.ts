import type { ConfigObject } from '../../../firmware/web/contract.ts'

/** What strangers may put into a name or a User-Agent: it must stay text. */
export const HOSTILE = '<img src=x onerror="document.title=1">\u202e{name} javascript:alert(1)'

const FIRST = ['Ana', 'Ben', 'Chen', 'Dora', 'Émile', 'Farah', 'Goran', 'Hana', 'Ivo', 'Juno']
const LAST = ['Ruiz', 'Otto', 'Wei', 'Okafor', 'Tremblay', 'Haddad', 'Novak', 'Sato', 'Brandt']

/** The stored objects of an office with 60 people. */
export function mockObjects(): Record<string, ConfigObject[]> {
  const people = Array.from({ length: 60 }, (_, index) => ({
    id: `user-${index + 1}`,
    _revision: 3,
    login: `${FIRST[index % 10]}.${index}`.toLowerCase(),
    firstName: index === 1 ? HOSTILE.slice(0, 60) : (FIRST[index % 10] ?? ''),
    lastName: LAST[index % 9] ?? '',
    language: 'en',
    roles: index === 0 ? ['phone-admin'] : [],
    ...(index < 3 && { template: 'template-1' }),
  }))
  const own = (index: number) => `handset-${index + 1}`
  return {
    sites: [
      {
        id: 'site-1',
        _revision: 1,
        name: 'Maple Street Dental',
        number: 1,
        timeZone: 'UTC',
        country: 'US',
      },
    ],
    users: [
      {
        id: 'user-admin',
        _revision: 1,
        login: 'admin',
        lastName: 'Administrator',
        language: 'en',
        roles: ['server-admin'],
      },
      ...people,
    ],
    extensions: [
      ...people.map(({ id }, index) => ({
        id: `extension-${index + 1}`,
        _revision: 4,
        number: String(101 + index),
        kind: 'user',
        owner: id,
        outsideCalls: 'as-office',
        route: {
          attempts: [{ destinations: [{ handset: own(index), rings: 4, ringType: 'single' }] }],
          finally: { action: 'hang-up' },
        },
      })),
      { id: 'extension-test', _revision: 1, number: '100', kind: 'test', description: 'Echo test' },
    ],
    handsets: people.map((_, index) => ({
      id: own(index),
      _revision: 4,
      description: '',
      sipUser: `u-${101 + index}`,
      loginId: `u-${101 + index}`,
      extension: `extension-${index + 1}`,
      trust: 'registrations-and-invites',
      lines: 2,
    })),
    analogHandsets: [
      { id: 'analog-1', _revision: 2, port: 'fxs-1', description: 'Front door' },
      { id: 'analog-2', _revision: 2, port: 'fxs-2', description: 'Fax', fax: true },
    ],
    fxoLines: [
      {
        id: 'fxo-a',
        _revision: 2,
        port: 'fxo-1',
        description: 'Main number',
        inService: true,
        route: { extension: 'extension-1' },
      },
      {
        id: 'fxo-b',
        _revision: 2,
        port: 'fxo-2',
        description: 'Second line',
        inService: true,
        route: {},
      },
    ],
    sipTrunks: [
      {
        id: 'trunk-1',
        _revision: 2,
        description: 'Harbor Telecom',
        kind: 'provider',
        inService: true,
        server: 'sip.harbor.example',
        userId: '12065550100',
        route: { numbers: [{ number: '2065550101', extension: 'extension-2' }] },
        sources: ['192.0.2.10'],
      },
    ],
    userTemplates: [
      { id: 'template-1', _revision: 2, name: 'Sales', language: 'es', ownPhoto: true },
      { id: 'template-2', _revision: 2, name: 'Workshop', language: 'en', ownPhoto: false },
    ],
    publicContacts: [
      {
        id: 'contact-1',
        _revision: 3,
        speedDial: '250',
        phoneNumber: '9P15855551212',
        firstName: 'Clara',
        lastName: 'Oswald',
        organization: 'Blackfriars Dental Supplies',
      },
      {
        id: 'contact-2',
        _revision: 3,
        speedDial: '251',
        phoneNumber: '915855550147',
        organization: HOSTILE,
      },
    ],
    holdMusic: [
      { id: 'music-1', _revision: 3, name: 'spring', recording: 'a'.repeat(64) },
      { id: 'music-2', _revision: 3, name: 'radio', linePort: 'fxo-4' },
    ],
    auditPins: [
      { id: 'pin-1', _revision: 3, code: '12345', description: 'Bridge' },
      { id: 'pin-2', _revision: 3, code: '20701', description: 'Tunnel' },
    ],
    auditPinSettings: [{ id: 'pins-1', _revision: 3, verification: 'enabled', length: 5 }],
    businessInformation: [{ id: 'business-1', _revision: 3, business: 'Maple Street Dental' }],
    signInProvider: [
      { id: 'provider-1', _revision: 3, enabled: false, name: '', issuer: '', clientId: '' },
    ],
    passwordRules: [
      {
        id: 'rules-1',
        _revision: 3,
        length: 12,
        lower: false,
        upper: true,
        digit: true,
        special: false,
        pinLength: 4,
      },
    ],
    capacity: [{ id: 'capacity-1', _revision: 5, profile: '320' }],
    dialPlan: [
      {
        id: 'plan-1',
        _revision: 5,
        outsideDigit: '9',
        emergencyNumber: '911',
        emergencyDirect: true,
        emergencyReleasesCalls: true,
        emergencyFromStrangers: true,
        firstDigitSeconds: 15,
        interDigitSeconds: 4,
        numbering: 'nanp',
        outsideCalls: 'national',
        nightCalls: 'as-by-day',
        nightBegins: '20:00',
        nightEnds: '06:00',
        nightWeekends: false,
        outsideAtOnce: 4,
        outsideMinutes: 600,
        distantNumbers: 20,
      },
    ],
    mail: [
      {
        id: 'mail-1',
        _revision: 5,
        server: 'mail.example.com',
        port: 587,
        security: 'starttls',
        user: 'box',
        displayName: 'Strowger',
        sender: 'box@example.com',
        authorities: '',
      },
    ],
    notification: [
      {
        id: 'notification-1',
        _revision: 5,
        enabled: true,
        recipients: ['ada@example.com'],
        severityFilter: true,
        severities: ['emergency', 'alert', 'critical', 'error', 'warning'],
        classes: [],
        textFilter: false,
        texts: [],
        mailsPerDay: 10,
        gatherMinutes: 5,
        eventsPerMail: 100,
        subject: 'System events',
        header: '',
      },
    ],
    syslog: [
      {
        id: 'syslog-1',
        _revision: 5,
        enabled: false,
        server: '',
        port: 514,
        transport: 'udp',
        facility: 'local0',
        severities: [],
        classes: [],
        perMinute: 600,
        authorities: '',
      },
    ],
    web: [
      {
        id: 'web-1',
        _revision: 5,
        idleSeconds: 900,
        mostSessions: 50,
        leastTls: '1.2',
        remoteAdministration: false,
      },
    ],
    settings: [
      {
        id: 'settings-1',
        _revision: 5,
        sipRealm: 'strowger-4f2a',
        registrationSeconds: 300,
        registrationSecondsMin: 60,
        registrationSecondsMax: 3600,
        rtpDscp: 46,
        sipDscp: 24,
        rtpDtmfPayload: 101,
        takingOver: 'ringing',
        ringingSeconds: 180,
      },
    ],
  }
}
