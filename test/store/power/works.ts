import { dayWork } from './day-work.ts'
import { officeWork } from './office-work.ts'
import { restoreWork } from './restore-work.ts'
import { updateWork } from './update-work.ts'
import type { Work } from './work.ts'

export const WORKS: Readonly<Record<string, Work>> = {
  office: officeWork(25),
  'busy office': officeWork(120),
  day: dayWork,
  update: updateWork,
  restore: restoreWork,
}
