/** What the web process answers to `certificate`: what people compare before they trust it. */
export interface ShownCertificate {
  /** Names and addresses that it is for. */
  readonly names: readonly string[]
  /** UTC in milliseconds. */
  readonly notAfter: number
  /** SHA-256 of the unit's CA: pairs of capital hexadecimal digits with colons. */
  readonly caFingerprint: string
}

/** On two lines of 47 characters: a terminal has 80. */
export function fingerprintLines(caFingerprint: string): [string, string] {
  return [caFingerprint.slice(0, 47), caFingerprint.slice(48)]
}
