/** Whether pages under this name may have passkeys: never under an address (UX.md), nor where the certificate is not believed. */
export function isTrustedName(host: string, secure: boolean): boolean {
  return secure && !/^[\d.]+$|:|\[/.test(host)
}
