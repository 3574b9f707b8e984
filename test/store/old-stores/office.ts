/** What old stores hold, by section; each version takes the sections that it knows. A later version adds, and changes nothing. */
export const OFFICE: Readonly<Record<string, string>> = {
  sites: 'sites: [{ name: Old office, number: 1, timeZone: America/New_York, country: US }]',
  users:
    'users: [{ login: ada, firstName: Ada, lastName: Lovelace }, { login: agner, lastName: Erlang }]',
  extensions: `
extensions:
  - { number: 100, kind: test, description: Echo }
  - { number: 101, kind: user, owner: ada, route: { attempts: [{ destinations: [{ handset: 101, rings: 3 }] }] } }
  - { number: 107, description: Lobby }
  - { number: 109, description: Nobody }
handsets:
  - { sipUser: 101, secret: correct-horse-battery, extension: 101 }
  - { sipUser: 102 }`,
  settings: 'settings: { registrationSeconds: 240 }',
  analogHandsets: `
analogHandsets: [{ port: fxs-1, description: Door, extension: 107 }]
fxoLines: [{ port: fxo-1, description: Line of the town, prefixDigits: '*70' }]
dialPlan: { operator: 101 }`,
  sipTrunks:
    'sipTrunks: [{ description: Carrier, server: 192.0.2.9, loginId: office, password: carrier-password-7 }]',
  macs: "handsets: [{ sipUser: '103', mac: 00:11:22:33:44:55 }]",
  templates: `
userTemplates: [{ name: Sales, language: es }]
users: [{ login: ada, template: Sales, language: es }]`,
  pins: "auditPins: [{ code: '10002', description: Project }]",
  contacts:
    "publicContacts: [{ speedDial: '251', lastName: Western Union, phoneNumber: '915551234567' }]",
  business: 'businessInformation: { business: Old office, city: Springfield }',
  passwords: 'passwordRules: { length: 14 }',
  mail: 'mail: { server: mail.example.com, sender: office@example.com, user: office, password: mail-password-7 }',
  syslog: 'syslog: { server: 192.0.2.10, facility: local3 }',
  provider:
    'signInProvider: { issuer: https://id.example.com, clientId: office, clientSecret: provider-secret-7 }',
  profile: 'capacity: { profile: virtual }',
}
