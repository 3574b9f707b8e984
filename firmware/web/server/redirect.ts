/** What somebody is answered who speaks plain HTTP where HTTPS is: the same address by HTTPS, where the request names one. */
export function redirect(request: string): string {
  const [, path] = /^(?:GET|HEAD) (\/[!-~]*) HTTP\/1\.[01]\r\n/.exec(request) ?? []
  const [, host] = /\r\nhost:[ \t]*([\w.\-:[\]]{1,255})[ \t]*\r\n/i.exec(request) ?? []
  const text = 'This port speaks HTTPS: begin the address with https://\n'
  const [status, to] =
    path && host && !path.startsWith('//')
      ? ['307 Temporary Redirect', [`Location: https://${host}${path}`]]
      : ['400 Bad Request', []]
  return [
    `HTTP/1.1 ${status}`,
    ...to,
    'Content-Type: text/plain',
    `Content-Length: ${text.length}`,
    'Connection: close',
    '',
    text,
  ].join('\r\n')
}
