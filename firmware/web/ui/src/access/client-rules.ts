export const LEAST_PASSWORD = 12 // characters, WEB-44

/** Letters, digits, spaces and `. _ ' -` (WEB-44); nothing typed yet is no mistake. */
export function isCertificateName(text: string): boolean {
  return /^[A-Za-z0-9 ._'-]*$/.test(text)
}
