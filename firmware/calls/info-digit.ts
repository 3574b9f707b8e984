/** The key in a SIP INFO of type application/dtmf-relay (`Signal=5`) or application/dtmf (`5`), as older phones send them. */
export function keyOfInfo(contentType: string | undefined, body: string): string | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/dtmf-relay' && type !== 'application/dtmf') return undefined
  const [, key] = /^(?:Signal\s*=\s*)?([0-9*#A-D]|1[0-6])\s*(?:\r?\n|$)/i.exec(body) ?? []
  if (key === undefined) return undefined
  if (key.length === 2) return { 10: '*', 11: '#' }[Number(key)]
  return key.toUpperCase()
}

const KEY_MS = 160 // as most send; who must sound it for longer may

/** The body of a SIP INFO of type application/dtmf-relay. */
export function infoOfKey(key: string): string {
  return `Signal=${key}\r\nDuration=${KEY_MS}\r\n`
}
