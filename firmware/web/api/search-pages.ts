/** The pages that a search finds, by UX.md's names, the words of other systems, and the menus of the specification. */

export interface PageName {
  readonly title: string
  readonly detail: string
  readonly path: string
  /** Old menu rows and other words for it. */
  readonly aliases: readonly string[]
}

export const PAGES: readonly PageName[] = [
  {
    title: 'Home',
    detail: 'Whether everything works',
    path: '/',
    aliases: ['Install Checklist', 'Dashboard', 'Status'],
  },
  {
    title: 'People',
    detail: 'Who is reached, and who administers',
    path: '/people',
    aliases: ['System > Users', 'System > Extensions', 'Subscribers'],
  },
  {
    title: 'Roles',
    detail: 'Who administers what',
    path: '/people/roles',
    aliases: ['Phone System > Roles', 'System > Roles', 'Permissions', 'Administrators'],
  },
  {
    title: 'Templates of people',
    detail: 'What several people have in common',
    path: '/people/templates',
    aliases: ['Users > User Templates', 'User Templates', 'Profiles'],
  },
  {
    title: 'Public contacts',
    detail: 'The address book and speed dialing',
    path: '/people/contacts',
    aliases: ['Phone System > Public Contacts', 'Speed dial', 'Phone book', 'Directory'],
  },
  {
    title: 'Audit PIN codes',
    detail: 'Codes that count outside calls on a project',
    path: '/people/pins',
    aliases: ['Phone System > Audit PIN Codes', 'Account codes', 'Billing codes'],
  },
  {
    title: 'Password rules',
    detail: 'What passwords and PINs must be like',
    path: '/people/rules',
    aliases: ['Users > Password Requirements', 'Strong passwords', 'Password policy'],
  },
  {
    title: 'Business information',
    detail: 'Whom to reach about this unit',
    path: '/settings/businessInformation',
    aliases: ['Phone System > Business Information', 'Company', 'Contact'],
  },
  {
    title: 'Phones',
    detail: 'Telephones, and where they are',
    path: '/phones',
    aliases: [
      'System > Handsets',
      'System > Handsets > SIP Handsets',
      'Reports > Phones',
      'Phones > Phones',
      'Registrations',
      'Devices',
      'Analog handsets',
    ],
  },
  {
    title: 'Lines & numbers',
    detail: 'Outside lines and their calls',
    path: '/lines',
    aliases: [
      'System > Outside Lines',
      'Network > T1 Lines',
      'Reports > T1 Lines',
      'Trunks',
      'SIP trunks',
      'Network > SIP Proxy',
      'Provider',
      'ITSP',
      'VoIP gateway',
      'CO lines',
      'FXO',
      'DID Routing',
    ],
  },
  {
    title: 'Call flow',
    detail: 'What happens to a call, and how numbers are dialled',
    path: '/call-flow',
    aliases: [
      'System > Dial Plan',
      'System > Dial Plan > External Dialing Rules > Emergency',
      'System > Auto Attendants',
      'System > Ring Groups',
      'System > Schedules',
      'IVR',
      'Hunt group',
      'Call route',
    ],
  },
  {
    title: 'Music on hold',
    detail: 'What people hear while they are on hold',
    path: '/call-flow/music',
    aliases: [
      'Phone System > Music On Hold',
      'Maintenance > Custom Recordings',
      'Hold music',
      'MOH',
    ],
  },
  {
    title: 'Activity',
    detail: 'Calls now and before',
    path: '/activity',
    aliases: ['Reports > Call Details', 'Call log', 'CDR', 'Call records'],
  },
  {
    title: 'Network',
    detail: 'Addresses and the settings of SIP and RTP',
    path: '/network',
    aliases: [
      'Network > Configuration',
      'Servers > VoIP',
      'Servers > DNS',
      'Servers > DHCP',
      'SIP',
      'RTP',
    ],
  },
  {
    title: 'System',
    detail: 'Processes, storage, certificate',
    path: '/system',
    aliases: ['Servers > Web', 'Backup', 'Update', 'About', 'Site', 'Processes', 'Certificate'],
  },
  {
    title: 'History',
    detail: 'Who changed what, and undo',
    path: '/history',
    aliases: ['Undo', 'Audit', 'Revisions', 'Restore'],
  },
  {
    title: 'System events',
    detail: 'What was done, and what was wrong with the unit',
    path: '/activity/events',
    aliases: ['Reports > System Events', 'Event log', 'Log'],
  },
  {
    title: 'Sending events on',
    detail: 'E-mail and syslog for system events',
    path: '/system/forwarding',
    aliases: [
      'Reports > Auto Notification',
      'Servers > Email',
      'Maintenance > Tools > Syslog',
      'SMTP',
      'Mail server',
      'Alerts',
    ],
  },
  {
    title: 'Restart and shutdown',
    detail: 'Now, at a time, or when calls have ended',
    path: '/system/power',
    aliases: ['Maintenance > Restart / Shutdown', 'Reboot', 'Power off', 'Shut down'],
  },
  {
    title: 'Report of people',
    detail: 'Everybody in the directory, and how much is configured',
    path: '/people/report',
    aliases: ['Reports > Users', 'Users report', 'Counts'],
  },
  {
    title: 'Factory defaults',
    detail: 'Settings back to how the unit came, or everything erased',
    path: '/system/reset',
    aliases: ['Maintenance > Restart', 'Factory reset', 'Reset', 'Erase'],
  },
  {
    title: 'Entitlements',
    detail: 'How much this unit takes, and feature keys',
    path: '/system/entitlements',
    aliases: [
      'Maintenance > Feature Keys',
      'Maintenance > Registration',
      'Reports > Resource Summary',
      'Licence',
      'License',
      'Capacity',
      'Limits',
    ],
  },
  {
    title: 'Reference',
    detail: 'Every setting, with its name in files and programs',
    path: '/system/reference',
    aliases: ['Manual', 'Documentation', 'Parameters'],
  },
  {
    title: 'Configuration report',
    detail: 'Everything that is set, to read, print and compare',
    path: '/system/report',
    aliases: ['Reports > Configuration', 'XLS report', 'Print', 'PDF', 'Documentation'],
  },
  {
    title: 'Change sets',
    detail: 'Changes that wait for a time, with whom they touch',
    path: '/history/sets',
    aliases: ['Cut-over', 'Planned changes', 'Schedule changes'],
  },
  {
    title: 'Deleted',
    detail: 'What was deleted in the last 30 days, to be had back',
    path: '/history/deleted',
    aliases: ['Trash', 'Recycle bin', 'Undelete'],
  },
  {
    title: 'Import & export',
    detail: 'The configuration as files, and lists for spreadsheets',
    path: '/system/files',
    aliases: ['Maintenance > Import / Export', 'CSV', 'YAML', 'Export', 'Bulk edit'],
  },
]

/** Where the objects and settings of a section are looked at. */
export const PAGE_OF_SECTION: Readonly<Record<string, string>> = {
  holdMusic: '/call-flow/music',
  sites: '/system',
  users: '/people',
  userTemplates: '/people/templates',
  publicContacts: '/people/contacts',
  auditPins: '/people/pins',
  auditPinSettings: '/people/pins',
  passwordRules: '/people/rules',
  signInProvider: '/people/rules',
  businessInformation: '/settings/businessInformation',
  extensions: '/people',
  handsets: '/phones',
  analogHandsets: '/phones',
  fxoLines: '/lines',
  sipTrunks: '/lines',
  web: '/system/access',
  capacity: '/system/entitlements',
  dialPlan: '/call-flow',
  settings: '/network',
}

/** Other words for a setting, by section and field: of old menus and other systems. */
export const SETTING_ALIASES: Readonly<Record<string, readonly string[]>> = {
  'settings.rtpDscp': ['Servers > VoIP', 'QoS', 'DiffServ', 'ToS'],
  'settings.sipDscp': ['Servers > VoIP', 'QoS', 'DiffServ', 'ToS'],
  'settings.rtpDtmfPayload': ['Servers > VoIP', 'RFC 2833', 'telephone-event'],
  'settings.registrationSeconds': ['Servers > VoIP', 'Re-register'],
  'dialPlan.emergencyNumber': ['911', 'E911', 'Dial Plan > Emergency'],
  'dialPlan.outsideDigit': ['Prefix', 'Dial 9', 'Trunk access code'],
  'users.roles': ['System > Roles', 'Permissions', 'Assign Role'],
  'handsets.secret': ['SIP password', 'Auth password'],
  'extensions.route': ['Find me', 'Follow me', 'Forwarding', 'Hunt group'],
}
