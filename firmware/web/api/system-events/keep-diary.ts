import type { Bus } from '../../../bus/bus.ts'
import type { Clock } from '../../../clock/clock.ts'
import { ConditionDiary, type NotedCondition } from '../../../records/condition-diary.ts'
import { AdminEvents } from '../../../store/admin-events.ts'
import type { Store } from '../../../store/store.ts'

const LOOK_MS = 1000

interface DiaryParts {
  /** Undefined while the unit prepares itself. */
  readonly store: () => Store | undefined
  readonly clock: Clock
  readonly bus: Bus
  readonly signal: AbortSignal
}

/** Writes conditions into the event log, from when there is a store until `signal`. */
export function keepDiary(parts: DiaryParts): void {
  const { clock, bus, signal } = parts
  if (signal.aborted) return
  const store = parts.store()
  if (!store) {
    clock.after(LOOK_MS, () => keepDiary(parts))
    return
  }
  const events = new AdminEvents(store.records, clock)
  const noted = store.durable<NotedCondition>('noted-conditions')
  new ConditionDiary({ bus, clock, events, noted, signal }).start()
}
