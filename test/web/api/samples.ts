/** One of each kind, and a change of it. */
export const SAMPLES: Readonly<
  Record<string, { values: object; change: Record<string, unknown> }>
> = {
  sites: { values: { name: 'Branch', number: 7 }, change: { country: 'CA' } },
  users: { values: { login: 'ada', lastName: 'Lovelace' }, change: { firstName: 'Ada' } },
  extensions: { values: { number: '201' }, change: { description: 'Lobby' } },
  handsets: { values: { sipUser: 'desk' }, change: { lines: 3 } },
  analogHandsets: { values: { port: 'fxs-1' }, change: { fax: true } },
  fxoLines: { values: { port: 'fxo-1' }, change: { route: {}, notes: 'Main number' } },
  sipTrunks: {
    values: { description: 'Provider', userId: '5855550100', server: 'sip.example.com' },
    change: { notes: 'Account 7' },
  },
  dialPlan: { values: {}, change: { outsideDigit: '8' } },
  settings: { values: {}, change: { rtpDscp: 34 } },
  web: { values: {}, change: { idleSeconds: 600 } },
  userTemplates: { values: { name: 'Sales' }, change: { language: 'es' } },
  auditPinSettings: { values: {}, change: { verification: 'disabled' } },
  auditPins: {
    values: { code: '12345', description: 'Bridge' },
    change: { description: 'Tunnel' },
  },
  publicContacts: {
    values: { speedDial: '250', phoneNumber: '9P1P5851234567' },
    change: { organization: 'Acme' },
  },
  businessInformation: { values: {}, change: { business: 'Acme' } },
  passwordRules: { values: {}, change: { digit: true } },
  signInProvider: { values: {}, change: { name: 'Company login' } },
  capacity: { values: {}, change: { profile: '731' } },
  mail: { values: {}, change: { port: 465 } },
  notification: { values: {}, change: { severityFilter: false } },
  syslog: { values: {}, change: { server: 'logs.example.com' } },
  holdMusic: { values: { name: 'spring', linePort: 'fxo-2' }, change: { linePort: 'fxo-3' } },
}
