import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../firmware/clock/clock.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { type Problem, sentence } from '../../firmware/model/problem.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import type { Result } from '../../firmware/result.ts'
import type { Revision } from '../../firmware/store/revision.ts'
import type { Edit } from '../../firmware/store/staging.ts'
import { openStore, type Store } from '../../firmware/store/store.ts'

interface Test {
  teardown(undo: () => unknown): void
}

export const origin = { by: 'admin', from: '192.0.2.7' }

/** A directory that goes with the test. On tmpfs where there is one: the tests are not about the speed of this disk. */
export function aDirectory(t: Test): string {
  const path = mkdtempSync(
    join(process.platform === 'linux' ? '/dev/shm' : tmpdir(), 'store-test-'),
  )
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A store in that directory, closed with the test. */
export function opened(t: Test, data: string, clock: Clock = new VirtualClock()): Store {
  const store = openStore({ data, clock })
  let closed: Promise<void> | undefined
  const close = store.close.bind(store)
  store.close = () => {
    closed ??= close()
    return closed
  }
  t.teardown(() => store.close())
  return store
}

/** An empty store with its site. */
export function aStore(t: Test): Store {
  const store = opened(t, aDirectory(t))
  accepted(store.change(origin, (edit) => edit.create(Site, { name: 'Main', number: 1 })))
  return store
}

/** Ada at extension 101 with handset 101, and whatever else the test makes. */
export function anOffice(t: Test): {
  store: Store
  user: string
  extension: string
  handset: string
} {
  const store = aStore(t)
  const ids = { user: '', extension: '', handset: '' }
  change(store, (edit) => {
    ids.user = edit.create(User, { login: 'ada', firstName: 'Ada', lastName: 'Lovelace' })
    ids.handset = edit.create(Handset, { sipUser: '101' })
    const attempts = [{ destinations: [{ handset: ids.handset }] }]
    ids.extension = edit.create(Extension, {
      number: '101',
      kind: 'user',
      owner: ids.user,
      route: { attempts },
    })
    edit.update(Handset, ids.handset, { extension: ids.extension })
  })
  return { store, ...ids }
}

export function change(store: Store, edit: (edit: Edit) => void): Revision {
  return accepted(store.change(origin, edit))
}

/** What the change was refused for, as people read it. */
export function refusal(store: Store, edit: (edit: Edit) => void): string[] {
  const before = store.revision()
  const result = store.change(origin, edit)
  if (result.ok) throw new Error('the change was accepted')
  if (store.revision() !== before) throw new Error('a refused change made a revision')
  return result.error.map(sentence)
}

export function accepted<T>(result: Result<T, Problem[]>): T {
  if (!result.ok) throw new Error(result.error.map(sentence).join('\n'))
  return result.value
}
