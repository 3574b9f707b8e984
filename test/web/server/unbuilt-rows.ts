/**
 * The rows of the permission matrix (spec 33) that nothing enforces, because there is nothing yet to refuse, with the reason: the one list of them.
 * Whoever builds one of these takes it out here and names its enforcer in model/permission-rows.ts; the test counts both.
 */
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

const REASONS: readonly (readonly [reason: string, rows: readonly number[]])[] = [
  ['no auto attendants yet', range(9, 11)],
  ['no call park yet', [13, 14]],
  ['no call queues yet', range(15, 20)],
  ['no conference center yet', [21]],
  ['telephones are not provisioned yet, so none is restarted or managed', [22, 60, 61, 71, 216]],
  ['extensions have 3 to 6 digits each; there is no length of all', [23]],
  ['function codes are not settings yet, so there is no card of them', [25]],
  [
    'no blocks and plans of direct inward dialling: a trunk names its numbers',
    [26, ...range(101, 105)],
  ],
  [
    'outside calls have levels and rules; no plan but the one of North America, no table of area codes or routes yet',
    range(27, 31),
  ],
  ['people are not told of emergency calls by mail yet', [33, 49, 50]],
  ['outside calls are allowed by extension and by office, not by groups', [...range(35, 39), 41]],
  ['lines are tried in their order; there are no groups of them yet', range(42, 45)],
  ['emergency caller numbers are not settings yet', range(46, 48)],
  ['no page rings a telephone yet', [59, 75]],
  ['the mobile client is a page of ours and needs no telephone of its own', [62, 176, 206]],
  ['telephones have no groups, profiles and templates yet', [...range(65, 68), ...range(76, 84)]],
  [
    'prompts are in the languages that are installed; none is recorded or changed yet',
    [...range(85, 90), ...range(201, 203)],
  ],
  ['no message center yet', [...range(91, 93), 139, 140, 198]],
  ['no T1 lines yet', [100, 190, 191]],
  ['no paging yet', range(112, 114)],
  ['no ring groups yet', [118]],
  ['no schedules and greetings yet', range(123, 130)],
  ['no shared appearances to be set up yet', range(131, 134)],
  ['no client of ours keeps data that could be wiped', [141]],
  ['one site', range(150, 154)],
  ['no port expanders yet', range(155, 166)],
  ['the network of the unit is not set by us yet', [167, 168, ...range(169, 173), 177]],
  ['mail is handed to one server; there is no queue to look after', [174]],
  ['no wallboard yet', [181]],
  [
    'call records have no settings, are not deleted by hand and not exported yet',
    [183, 184, 186, 187],
  ],
  ['the live list of telephones is for every role; the report of them is not built', [193]],
  ['no backup but the rescue files yet', [199, 200]],
  ['nobody issues keys over the network: they are entered by hand (PERM-205)', [204]],
  ['the desktop client is the pages, for everybody', [208]],
  ['no notes of the whole unit yet', [212]],
  ['tools of the network are on the console, for whoever stands before it', [218, 222, 224]],
  ['there is no vendor who comes in, and no shell', [220, 226]],
  ['no such measurement yet', [223, 227, 228, 229]],
  ['no update yet', [231]],
]

/** Reason by row. */
export const UNBUILT_ROWS: ReadonlyMap<string, string> = new Map(
  REASONS.flatMap(([reason, rows]) => rows.map((row) => [`PERM-${row}`, reason] as const)),
)

/** How many rows the reasons name, double ones too. */
export const UNBUILT_COUNT = REASONS.reduce((sum, [, rows]) => sum + rows.length, 0)
