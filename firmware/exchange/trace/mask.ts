/**
 * What a trace shows to somebody who need not know it all: hashes of passwords in credentials, whose dictionary anybody could try at home, and
 * keys of media. Lengths stay, so that a header looks as it did; Content-Length goes on being right.
 */
export function masked(message: string): string {
  const bodyStart = message.indexOf('\r\n\r\n')
  if (bodyStart < 0) return message
  const head = message.slice(0, bodyStart)
  const body = message.slice(bodyStart)
  return (
    (CREDENTIALS.test(head) ? head.replace(LINE, hideResponse) : head) +
    (SECRETS.test(body) ? body.replace(KEY, hideKey) : body)
  )
}

const CREDENTIALS = /^(?:proxy-)?authorization[ \t]*:/im
/** The header with its continuation lines. */
const LINE = /^(?:proxy-)?authorization[ \t]*:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*/gim
const RESPONSE = /(\bresponse[ \t]*=[ \t]*"?|:[ \t]*bearer[ \t]+)([\w.~+/-]+)/gi // or the pass of a browser phone
const SECRETS = /inline:|ice-pwd:/
/** Of SRTP, and the password of ICE, with which somebody could move the audio. */
const KEY = /(\ba=(?:crypto:[^\r\n]*?inline:|ice-pwd:))([A-Za-z0-9+/=]+)/g

function hideResponse(line: string): string {
  return line.replace(RESPONSE, hideKey)
}

function hideKey(_all: string, before: string, secret: string): string {
  return before + '*'.repeat(secret.length)
}
