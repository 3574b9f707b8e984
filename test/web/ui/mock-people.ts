import type { ShownPasskey, Use } from '../../../firmware/web/contract.ts'

const DAY = 86_400_000

export function mockPasskeys(now: number): readonly ShownPasskey[] {
  return [{ id: 'key-1', name: 'Chrome, Linux', host: 'strowger.local', madeAt: now - 9 * DAY }]
}

/** What refers to an object of the office. */
export function mockUses(section: string, id: string): readonly Use[] {
  if (section === 'userTemplates') {
    const one = { section: 'users', label: 'user', blocks: true }
    return [
      { ...one, id: 'user-1', name: 'ana.0' },
      { ...one, id: 'user-2', name: 'ben.1' },
    ]
  }
  if (section === 'extensions' && id === 'extension-1') {
    return [
      { section: 'dialPlan', id: 'dialPlan', label: 'dial plan', name: '', blocks: true },
      { section: 'handsets', id: 'handset-1', label: 'handset', name: 'u-101', blocks: true },
    ]
  }
  return []
}
