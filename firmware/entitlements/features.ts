import type { CapacityName, SoldProfile } from './capacity-table.ts'

/** A feature that keys open, spec 52 KEY rows. */
export interface Feature {
  readonly name: string
  /** English, and the id of its translations. */
  readonly label: string
  /** What its counts raise, where it is counted. */
  readonly raises?: readonly CapacityName[]
  /** `sum`: counts of several keys add up, FKEY-9. `most`: a key says how many there are in all (KEY-21). */
  readonly adds?: 'sum' | 'most'
  /** Other features that come with it, FKEY-12. */
  readonly implies?: readonly string[]
  /** Profiles that do not have it, FKEY-6. */
  readonly notOn?: readonly SoldProfile[]
}

const PREMISE = ['320', '324', '530', '536', '731'] as const

/** Every key of the specification, those of this release or not (FKEY-3). The product names are ours. */
export const FEATURES: readonly Feature[] = [
  {
    name: 'users', // KEY-21: one system extension comes with each
    label: 'More people',
    raises: ['people', 'extensions'],
    adds: 'most',
    notOn: ['virtual'],
  },
  { name: 'sip-handsets', label: 'More SIP telephones', raises: ['sipHandsets'], adds: 'sum' }, // KEY-9
  { name: 'softphones', label: 'Browser phones', raises: ['softphones'], adds: 'sum' }, // KEY-12
  {
    name: 'acd', // KEY-3
    label: 'Call distribution to agents',
    implies: ['queues'],
    notOn: ['320', '324', 'virtual'],
  },
  { name: 'acd-users', label: 'Agents', adds: 'sum', implies: ['queues'], notOn: PREMISE }, // KEY-5
  { name: 'queues', label: 'Call queues' }, // KEY-6
  { name: 'conference', label: 'Conference center', notOn: ['virtual'] }, // KEY-7
  { name: 'second-language', label: 'Second language of prompts' }, // KEY-8
  { name: 'wallboard-calls', label: 'Calls on the wallboard', notOn: ['virtual'] }, // KEY-1
  { name: 'wallboard-queues', label: 'Queues on the wallboard', notOn: ['virtual'] }, // KEY-2
  { name: 'wallboard-users', label: 'Users of the wallboard', adds: 'sum', notOn: PREMISE }, // KEY-4
  { name: 'desktop', label: 'Desktop client', adds: 'sum' }, // KEY-11
  { name: 'mobile', label: 'Mobile client', adds: 'sum' }, // KEY-17
  { name: 'mobile-voicemail', label: 'Voicemail on the mobile' }, // KEY-13
  { name: 'mobile-continuity', label: 'Mobile call continuity', implies: ['cellular-extend'] }, // KEY-18
  { name: 'cellular-extend', label: 'Calls over the mobile network' }, // KEY-18
  { name: 'multi-site-branch', label: 'Joining a network of sites' }, // KEY-14
  {
    name: 'multi-site-primary', // KEY-15
    label: 'Leading a network of sites',
    implies: ['multi-site-branch'],
  },
  { name: 'warranty', label: 'Hardware warranty', notOn: ['virtual'] }, // KEY-10
  { name: 'upgrades', label: 'Software upgrades', notOn: ['virtual'] }, // KEY-19
  { name: 't1', label: 'T1 line', notOn: ['320', '324', '530', '536', 'virtual'] }, // KEY-20
]

/** A feature and all that come with it. */
export function withImplied(name: string): readonly string[] {
  const implied = FEATURES.find((one) => one.name === name)?.implies ?? []
  return [name, ...implied.flatMap(withImplied)]
}
