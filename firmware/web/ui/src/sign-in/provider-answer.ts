/** Page to which a provider sends browsers back. */
const RETURN_PATH = '/signed-in'

/** What a provider put behind the address to which it sent the browser back. It stays neither in the address bar nor in the browser's history. */
export function providerAnswer(): string | undefined {
  const { pathname, search } = location
  if (pathname !== RETURN_PATH) return undefined
  history.replaceState(null, '', '/')
  return search.slice(1) || undefined
}
