const DAY_MS = 86_400_000
const SOON_DAYS = 30 // as the condition of the certificate warns

/** How long a certificate is good for. */
export function validity(
  notAfter: number,
  now: number,
): { readonly tone: 'good' | 'warn' | 'bad'; readonly days: number } {
  const days = Math.floor((notAfter - now) / DAY_MS)
  if (notAfter <= now) return { tone: 'bad', days: 0 }
  return { tone: days < SOON_DAYS ? 'warn' : 'good', days }
}
