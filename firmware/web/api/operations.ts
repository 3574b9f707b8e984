import type { shapes } from './shapes.ts'

type Shape = keyof typeof shapes

/** An endpoint that is not made of the model. Paths below `/api/v1`, parameters in braces. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
  readonly summary: string
  readonly answer?: Shape | `${Shape}[]`
  readonly query?: readonly string[]
  readonly body?: Shape
}

const get = (path: string, summary: string, answer?: Operation['answer'], query?: string[]) =>
  ({
    method: 'get',
    path,
    summary,
    ...(answer && { answer }),
    ...(query && { query }),
  }) satisfies Operation

/** Every one of them, for the description of the API; a test compares it with what is served. */
export const operations: readonly Operation[] = [
  get('/config', 'Revision of the configuration'),
  {
    method: 'post',
    path: '/config',
    summary: 'Several changes as one revision, all or none',
    body: 'ConfigChange',
    answer: 'Changed',
  },
  {
    method: 'post',
    path: '/config/{section}/{id}/secret/{field}',
    summary: 'Show a secret; that is noted',
    answer: 'Revealed',
  },
  get('/model', 'Every section as forms need it'),
  get('/openapi.json', 'This description'),
  get('/history', 'Changes, newest first', 'HistoryEntry[]', ['before', 'limit', 'object']),
  {
    method: 'post',
    path: '/history/{revision}/restore',
    summary: 'Everything as it was after that change',
    answer: 'Restored',
  },
  get('/deleted', 'What was deleted in the last 30 days', 'ShownDeleted[]'),
  {
    method: 'post',
    path: '/deleted/{id}/restore',
    summary: 'One of them back',
    answer: 'Restored',
  },
  {
    method: 'post',
    path: '/history/{revision}/undo',
    summary: 'Undo a change, as a change of its own',
    answer: 'Changed',
  },
  get('/change-sets', 'Changes that wait, newest first', 'ShownChangeSet[]'),
  { method: 'post', path: '/change-sets', summary: 'Begin one', answer: 'ShownChangeSet' },
  get('/change-sets/{id}', 'What it would do and whom that touches', 'ChangeSetPreview'),
  { method: 'delete', path: '/change-sets/{id}', summary: 'Forget one' },
  {
    method: 'post',
    path: '/change-sets/{id}/apply',
    summary: 'All of it as one revision, now',
    answer: 'Changed',
  },
  {
    method: 'post',
    path: '/change-sets/{id}/schedule',
    summary: 'All of it as one revision, at a time',
    answer: 'ShownChangeSet',
  },
  {
    method: 'delete',
    path: '/change-sets/{id}/schedule',
    summary: 'Not at that time after all',
    answer: 'ShownChangeSet',
  },
  get('/export', 'The configuration as an office file, YAML or JSON', undefined, [
    'format',
    'sections',
  ]),
  get('/export/{section}', 'A list as CSV'),
  {
    method: 'post',
    path: '/import',
    summary: 'An office file into the configuration, as one revision',
    answer: 'Imported',
    query: ['dry', 'mode', 'prune', 'administrators'],
  },
  {
    method: 'post',
    path: '/import/{section}',
    summary: 'A list as CSV into the configuration, as one revision',
    answer: 'Imported',
    query: ['dry', 'mode', 'prune', 'administrators'],
  },
  get('/events', 'What was done that changed no setting', 'ShownEvent[]', [
    'limit',
    'before',
    'q',
    'from',
    'to',
  ]),
  get('/search', 'Pages, settings, people, numbers', 'SearchHit[]', ['q']),
  get('/live', 'WebSocket: {"watch": [topics]}, then {"topic", "value"} with every change'),
  get('/conditions', 'What is wrong now, the worst first', 'ShownCondition[]'),
  get('/processes', 'Processes of the unit', 'ShownProcess[]'),
  get('/calls', 'Calls that are on', 'ShownCall[]'),
  get('/calls/{call}/ladder', 'Signalling of a call', 'Rung[]'),
  get('/calls/{call}/messages', 'Messages of a call as they were', 'TracedMessage[]', ['secrets']),
  get('/calls/{call}/pcap', 'The same as a capture file (pcapng)', undefined, ['secrets']),
  get('/phones/{handset}/messages', 'Registrations of a telephone', 'TracedMessage[]', ['secrets']),
  get('/metrics', 'Counters of all processes, OpenMetrics'),
  get('/phones', 'Telephones and where they are', 'ShownPhone[]'),
  get('/found', 'Telephones on the network that are not set up, newest first', 'FoundPhone[]'),
  { method: 'post', path: '/found/{id}/dismiss', summary: 'Hide one until it changes' },
  get('/lines', 'Analog lines with levels', 'ShownLine[]'),
  get('/trunks', 'SIP trunks and how they are', 'ShownTrunk[]'),
  get('/bans', 'Addresses whose SIP is not listened to', 'ShownBan[]'),
  { method: 'post', path: '/bans', summary: 'Ban an address', body: 'NewBan' },
  { method: 'delete', path: '/bans/{source}', summary: 'Lift a ban' },
  get('/records', 'Calls, newest first', 'ShownRecord[]', [
    'before',
    'limit',
    'q',
    'from',
    'to',
    'outcome',
  ]),
  get('/measures', 'Calls, CPU and memory of the last hours, 1 to 24', 'Measured', ['hours']),
  get('/measures/now', 'The latest of them, with every process', 'Measure'),
  get('/explain', 'What dialling this would do', 'Explained', ['digits']),
  get('/system', 'Facts of the unit', 'SystemFacts'),
  { method: 'post', path: '/system/restart/{process}', summary: 'Restart a process' },
  get('/me', "One's own number, telephones and calls", 'Me'),
  {
    method: 'patch',
    path: '/me',
    summary: "Change one's own language",
    body: 'MyChanges',
    answer: 'Me',
  },
  get('/people/{id}/access', 'How a person gets in'),
  {
    method: 'post',
    path: '/people/{id}/password',
    summary: 'Give a person a password, to be changed at the first use',
  },
  get('/config/{section}/{id}/uses', 'What refers to an object'),
  { method: 'post', path: '/photos', summary: 'Keep a picture; answers its mark' },
  get('/photos/{mark}', 'A picture'),
  { method: 'put', path: '/me/photo', summary: "Change one's own photo" },
  { method: 'delete', path: '/me/photo', summary: "Take one's own photo away" },
  { method: 'post', path: '/people/template', summary: 'Apply a template to people' },
  {
    method: 'post',
    path: '/people/{id}/pin',
    summary: 'Give a person a PIN, to be changed at the first use',
  },
  { method: 'delete', path: '/people/{id}/passkeys', summary: "Take a person's passkeys away" },
  { method: 'delete', path: '/people/{id}/totp', summary: "Take a person's one-time codes away" },
  get('/tokens', 'Tokens for programs'),
  { method: 'post', path: '/tokens', summary: 'Make a token; the only time that it is shown' },
  { method: 'delete', path: '/tokens/{id}', summary: 'Remove a token' },
  get('/certificate', 'Certificate of the server'),
  { method: 'put', path: '/certificate', summary: 'Install a certificate' },
  { method: 'delete', path: '/certificate', summary: "Back to the unit's own certificate" },
  { method: 'post', path: '/certificate/request', summary: 'Make a certificate signing request' },
  { method: 'delete', path: '/certificate/request', summary: 'Forget the request that waits' },
  get('/client-certificates', 'Client certificates for remote administration'),
  { method: 'post', path: '/client-certificates', summary: 'Make a client certificate' },
  { method: 'delete', path: '/client-certificates', summary: 'Revoke all client certificates' },
  {
    method: 'delete',
    path: '/client-certificates/{id}',
    summary: 'Revoke a client certificate',
  },
  get('/client-certificates/{id}/file', 'The file that browsers import, PKCS #12'),
  get('/report', 'The configuration in words, now or at a moment', 'ConfigReport', ['at']),
  get('/report/xlsx', 'The same as a workbook', undefined, ['at']),
  get('/report/pdf', 'The same as a document', undefined, ['at']),
  get('/report/changes', 'What differs between two moments, in words', undefined, ['from', 'to']),
  get('/reset', 'What a reset would change', 'ResetDone', ['what', 'section']),
  {
    method: 'post',
    path: '/reset',
    summary: 'Settings back to their defaults, or everything erased',
    answer: 'ResetDone',
  },
  get('/sim', 'Far ends of simulated lines'),
  { method: 'post', path: '/sim', summary: 'Act at the far end of a simulated line' },
]
