import { useEffect, useState } from 'react'

/** The browser's clock: the only place where pages ask for time or wait. */
export const clock = {
  /** UTC in milliseconds since 1970. */
  now: (): number => Date.now(),

  /** Calls `then` once; the answer cancels it. */
  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },

  /** Calls `then` again and again; the answer ends it. */
  every(ms: number, then: () => void): () => void {
    const timer = setInterval(then, ms)
    return () => clearInterval(timer)
  },
}

/** The time now, read again every `ms`. */
export function useNow(ms: number): number {
  const [now, setNow] = useState(clock.now)
  useEffect(() => clock.every(ms, () => setNow(clock.now())), [ms])
  return now
}

/** `value`, once it has not changed for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => clock.after(ms, () => setSettled(value)), [value, ms])
  return settled
}

/** Where a day begins here, UTC ms, `days` later; of a date as its input gives it: `2026-11-23`. undefined for none. */
export function dayStart(date: string, days = 0): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []
  if (!year) return undefined
  return new Date(Number(year), Number(month) - 1, Number(day) + days).getTime()
}
