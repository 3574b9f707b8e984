import t from 'tap'
import { masked } from '../../../firmware/exchange/trace/mask.ts'
import { message } from './a-trace.ts'

t.test('SECURITY row 2 a trace shows no answer to a challenge, and its length stays', async (t) => {
  const whole = message('REGISTER sip:x SIP/2.0', 'one')
  const shown = masked(whole)
  t.equal(shown.length, whole.length)
  t.notMatch(shown, /0123456789abcdef/)
  t.match(shown, /username="201".*response="\*{32}"/)
})

t.test('SECURITY row 2 folded, compact, proxied and unquoted credentials too', async (t) => {
  for (const header of [
    'authorization : Digest username="a",\r\n  response="deadbeef"',
    'Proxy-Authorization: Digest response=deadbeef, username="a"',
    'AUTHORIZATION: Digest\r\n\tresponse = "deadbeef"',
  ]) {
    const whole = `REGISTER sip:x SIP/2.0\r\n${header}\r\nFrom: <sip:a@x>\r\n\r\n`
    t.notMatch(masked(whole), /deadbeef/, header)
    t.equal(masked(whole).length, whole.length)
  }
})

t.test('SECURITY row 2 the pass of a browser phone is hidden', async (t) => {
  const whole =
    'INVITE sip:x SIP/2.0\r\nAuthorization: Bearer abc-DEF_123\r\nFrom: <sip:a@x>\r\n\r\n'
  t.equal(masked(whole), whole.replace('abc-DEF_123', '*'.repeat(11)))
})

t.test('SECURITY row 2 keys of media are hidden, the rest of a body is not', async (t) => {
  const sdp =
    'v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0LWtleQ==|2^20\r\na=ptime:20\r\n'
  const shown = masked(`INVITE sip:x SIP/2.0\r\nFrom: <sip:a@x>\r\n\r\n${sdp}`)
  t.notMatch(shown, /c2VjcmV0/)
  t.match(shown, /inline:\*{16}\|2\^20\r\na=ptime:20/)
  const browsers = masked(
    'INVITE sip:x SIP/2.0\r\n\r\nv=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:c2VjcmV0\r\n',
  )
  t.match(browsers, /a=ice-ufrag:abcd\r\na=ice-pwd:\*{8}\r\n/)
})

t.test('what has no secrets stays as it is', async (t) => {
  for (const text of ['', 'off hook', 'OPTIONS sip:x SIP/2.0\r\nSubject: response="x"\r\n\r\n']) {
    t.equal(masked(text), text)
  }
})
