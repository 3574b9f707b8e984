/**
 * Capacity profiles of spec 10: PLAT-1 to 38 where they are numbers, columns as in `PROFILES`. Two numbers: what the profile has by itself, and how far
 * feature keys raise it. PLAT-35 stands with its built-in licences. Sizes are those of the sources: floors that whoever sells a box chooses among.
 */
export const PROFILES = ['320', '324', '530', '536', '731', 'virtual'] as const
export type SoldProfile = (typeof PROFILES)[number]

/** The open one has no row: it has what the hardware and the software have (spec decision 2). */
export type ProfileName = 'community' | SoldProfile

type Cell = number | readonly [base: number, most: number]
type Row = readonly [Cell, Cell, Cell, Cell, Cell, Cell]

export const CAPACITY = {
  ethernetPorts: [2, 2, 3, 3, 3, 0], // PLAT-1
  fxoPorts: [0, 4, 0, 6, 2, 0], // PLAT-4
  fxsPorts: [2, 2, 2, 2, 2, 0], // PLAT-5
  t1Ports: [0, 0, 0, 0, 1, 0], // PLAT-6
  extensions: [
    [12, 20],
    [12, 20],
    [30, 60],
    [30, 60],
    [30, 250],
    [30, 250],
  ], // PLAT-7, PLAT-8
  people: [
    [12, 20],
    [12, 20],
    [30, 60],
    [30, 60],
    [30, 250],
    [5, 250],
  ], // PLAT-9, PLAT-10
  handsets: [40, 40, 100, 100, 360, 360], // PLAT-11
  externalCalls: [12, 12, 30, 30, 60, 60], // PLAT-12
  conferences: [1, 1, 1, 1, 4, 0], // PLAT-13
  conferenceCallers: [8, 8, 8, 8, 30, 0], // PLAT-14
  allConferenceCallers: [8, 8, 8, 8, 30, 0], // PLAT-15
  allQueueCalls: [12, 12, 30, 30, 60, 60], // PLAT-16
  queueCalls: [12, 12, 30, 30, 60, 60], // PLAT-17
  queues: [10, 10, 10, 10, 10, 10], // PLAT-18
  attendants: [9, 9, 16, 16, 32, 32], // PLAT-20
  attendantPorts: [4, 4, 8, 8, 16, 16], // PLAT-21
  messagePorts: [4, 4, 8, 8, 15, 15], // PLAT-22
  sites: [99, 99, 99, 99, 99, 99], // PLAT-24
  networkExtensions: [1975, 1975, 1975, 1975, 1975, 1975], // PLAT-25
  networkPeople: [1975, 1975, 1975, 1975, 1975, 1975], // PLAT-26
  contactsWithImage: [1100, 1100, 1100, 1100, 1100, 1100], // PLAT-27
  contacts: [7000, 7000, 7000, 7000, 7000, 7000], // PLAT-28
  allContactsWithImage: [24_000, 24_000, 60_000, 60_000, 215_000, 215_000], // PLAT-29
  allContacts: [144_000, 144_000, 360_000, 360_000, 1_290_000, 1_290_000], // PLAT-30
  sipHandsets: [
    [4, 20],
    [4, 20],
    [6, 60],
    [6, 60],
    [12, 180],
    [0, 250],
  ], // PLAT-35, GLIC-2
  softphones: [
    [1, 40],
    [1, 40],
    [1, 100],
    [1, 100],
    [1, 360],
    [0, 360],
  ], // KEY-12
  musicFiles: [30, 30, 30, 30, 30, 30], // PLAT-36
  callDetails: [5000, 5000, 5000, 5000, 5000, 5000], // PLAT-37
  parkOrbits: [59, 59, 59, 59, 59, 59], // PLAT-38
} as const satisfies Readonly<Record<string, Row>>

export type CapacityName = keyof typeof CAPACITY

/** What is counted when something is added; the others are for features to come, which ask when they are built. */
export const COUNTED = [
  'people',
  'extensions',
  'handsets',
  'sipHandsets',
  'softphones',
  'fxoPorts',
  'fxsPorts',
] as const satisfies readonly CapacityName[]
export type CountedName = (typeof COUNTED)[number]

/**
 * What the open profile bears: a quarter more than `make bench` measures with (docs/performance.md); ports are as many as the unit has.
 * VOIP-4 has no more than 250 calls outside.
 */
const COMMUNITY: Partial<Readonly<Record<CapacityName, number>>> = {
  people: 2500,
  extensions: 2500,
  handsets: 2500,
  sipHandsets: 2500,
  softphones: 2500,
  externalCalls: 250,
}

/** What a profile has by itself and how far keys raise it; undefined: it has no number for that. */
export function capacity(
  profile: ProfileName,
  name: CapacityName,
): { readonly base: number; readonly most: number } | undefined {
  if (profile === 'community') {
    const bears = COMMUNITY[name]
    return bears === undefined ? undefined : { base: bears, most: bears }
  }
  const cell: Cell = CAPACITY[name][PROFILES.indexOf(profile)] as Cell
  return typeof cell === 'number' ? { base: cell, most: cell } : { base: cell[0], most: cell[1] }
}
