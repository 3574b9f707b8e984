import type { IconName } from '../parts/Icon.tsx'
import type { MessageId } from '../words/words.ts'

/** A place of the navigation. */
export interface Place {
  readonly path: string
  readonly name: MessageId & `nav.${string}`
  readonly icon: IconName
  /** Begin of the paths that belong to it, where they differ from its own. */
  readonly also?: readonly string[]
}

export const PLACES: readonly Place[] = [
  { path: '/', name: 'nav.home', icon: 'home' },
  { path: '/people', name: 'nav.people', icon: 'people' },
  { path: '/phones', name: 'nav.phones', icon: 'phone' },
  { path: '/lines', name: 'nav.lines', icon: 'lines', also: ['/trunks', '/extensions'] },
  { path: '/call-flow', name: 'nav.call-flow', icon: 'flow' },
  { path: '/activity', name: 'nav.activity', icon: 'activity', also: ['/calls'] },
  { path: '/network', name: 'nav.network', icon: 'network' },
  { path: '/system', name: 'nav.system', icon: 'system', also: ['/settings'] },
]

export const MORE: readonly Place[] = [{ path: '/history', name: 'nav.history', icon: 'history' }]

/** Pages below a place, which a search finds too. */
export const BELOW: readonly { readonly path: string; readonly name: MessageId }[] = [
  { path: '/people/roles', name: 'roles.title' },
  { path: '/people/templates', name: 'templates.title' },
  { path: '/people/contacts', name: 'contacts.title' },
  { path: '/people/pins', name: 'pins.title' },
  { path: '/people/rules', name: 'rules.title' },
  { path: '/settings/businessInformation', name: 'business.title' },
  { path: '/trunks/new', name: 'trunks.add' },
  { path: '/call-flow/music', name: 'music.title' },
  { path: '/activity/records', name: 'calls.before' },
  { path: '/activity/events', name: 'events.title' },
  { path: '/network/bans', name: 'bans.title' },
  { path: '/system/certificate', name: 'system.certificate' },
  { path: '/system/access', name: 'access.title' },
  { path: '/system/entitlements', name: 'entitlements.title' },
  { path: '/system/reference', name: 'reference.title' },
  { path: '/system/report', name: 'report.title' },
  { path: '/system/files', name: 'files.title' },
  { path: '/system/reset', name: 'reset.title' },
  { path: '/system/forwarding', name: 'forwarding.title' },
  { path: '/system/power', name: 'power.title' },
  { path: '/people/report', name: 'people-report.title' },
  { path: '/history/sets', name: 'sets.title' },
  { path: '/history/deleted', name: 'deleted.title' },
  { path: '/account', name: 'account.title' },
  { path: '/phone', name: 'dial.title' },
  { path: '/portal', name: 'portal.title' },
]

export const SIMULATED: Place = { path: '/simulated', name: 'nav.simulated', icon: 'simulated' }

/** Whether a path is at this place or below it. */
export function isAt({ path, also }: Place, location: string): boolean {
  if (path === '/') return location === '/'
  return [path, ...(also ?? [])].some(
    (start) => location === start || location.startsWith(`${start}/`),
  )
}
