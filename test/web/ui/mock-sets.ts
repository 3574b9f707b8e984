import type {
  ChangeSetPreview,
  Restored,
  ShownDeleted,
  ShownSnapshot,
} from '../../../firmware/web/contract.ts'
import { HOSTILE } from './mock-objects.ts'

type Answer = { readonly status: number; readonly value: unknown }
const ok = (value: unknown): Answer => ({ status: 200, value })

export interface MockSets {
  sets: ChangeSetPreview[]
  answer(method: string, parts: readonly string[], body: unknown): Answer | undefined
}

/** Change sets, deleted things and moments; what is applied stays applied. */
export function mockSets(now: number): MockSets {
  const mock: MockSets = {
    sets: [
      {
        id: 'set-1',
        name: `Move ${HOSTILE}`,
        by: 'admin',
        createdAt: now - 3_600_000,
        state: 'collecting',
        size: 2,
        lines: ['changed handset desk', 'Number of lines: 2 → 4', `added user ${HOSTILE}`],
        consequences: [
          'Numbers that behave differently: 201.',
          'No call is on with these numbers now.',
        ],
        conflicts: [
          'handset desk, Number of lines: grace changed it meanwhile from 2 to 3 (revision 40).',
        ],
        problems: [],
      },
    ],
    answer: (method, [area = '', one = '', two = ''], body) => {
      if (two === 'restore')
        return ok(restored((body as { dry?: boolean } | undefined)?.dry === true))
      if (area === 'reset') return ok({ ...restored(true), lines: ['changed dial plan'] })
      if (area === 'snapshots') return ok(one === 'restore' ? {} : snapshots(now))
      if (area === 'deleted') return ok(deleted(now))
      if (area !== 'change-sets') return undefined
      if (one === '') {
        if (method === 'GET') return ok(mock.sets)
        const { name } = body as { name: string }
        const made: ChangeSetPreview = {
          id: '0192aaaa-0000-7000-8000-00000000000a',
          name,
          by: 'admin',
          createdAt: now,
          state: 'collecting',
          size: 0,
          lines: [],
          consequences: [],
          conflicts: [],
          problems: [],
        }
        mock.sets = [made, ...mock.sets]
        return ok(made)
      }
      const set = mock.sets.find(({ id }) => id === one)
      if (!set) return { status: 404, value: { code: 'not-found', text: 'There is none.' } }
      const become = (next: Partial<ChangeSetPreview>) => {
        mock.sets = mock.sets.map((other) => (other === set ? { ...set, ...next } : other))
        return ok({ revision: 43, ids: {} })
      }
      if (two === 'apply')
        return become({ state: 'applied', revision: 43, canUndo: true, conflicts: [] })
      if (two === 'schedule') {
        const { at: applyAt = 0 } = (body ?? {}) as { at?: number }
        return become(method === 'POST' ? { state: 'scheduled', applyAt } : { state: 'collecting' })
      }
      if (method === 'GET') return ok(set)
      mock.sets = mock.sets.filter((other) => other !== set)
      return ok({})
    },
  }
  return mock
}

function snapshots(now: number): ShownSnapshot[] {
  return [40, 30].map((revision) => {
    const at = now - 86_400_000
    return { file: `revision-000000${revision}.json`, revision, at, objects: 812 }
  })
}

function restored(dry: boolean): Restored {
  return { revision: dry ? 41 : 44, changes: 1, lines: [`added handset ${HOSTILE}`] }
}

function deleted(now: number): ShownDeleted[] {
  const DAY = 24 * 3_600_000
  const one = { by: 'admin', at: now - DAY, until: now + 29 * DAY }
  return [{ id: 'handset-9', name: `handset ${HOSTILE}`, ...one }]
}
