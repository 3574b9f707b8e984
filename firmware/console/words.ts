/** `3 s`, `12 min`, `5 h`, `9 days`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** `18:20:01.123`, UTC as in the logs. */
export function timeOfDay(utc: number): string {
  return new Date(utc).toISOString().slice(11, 23)
}
