import t from 'tap'
import {
  answerChallenge,
  loginCredentials,
  readChallenge,
} from '../../../firmware/sip/auth/answer-challenge.ts'
import { parseDigest } from '../../../firmware/sip/auth/digest.ts'
import type { SipRequest, SipResponse } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'

const MUFASA = { user: 'Mufasa', password: 'Circle of Life' }
const GET = {
  method: 'GET',
  uri: '/dir/index.html',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  count: 1,
}
const challenge = (algorithm: string, qop = 'auth, auth-int') =>
  `Digest realm="http-auth@example.org", qop="${qop}", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`

for (const [algorithm, response] of [
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
] as const) {
  t.test(`RFC 7616 §3.9.1 the answer by ${algorithm} is that of the standard`, async (t) => {
    const read = readChallenge(challenge(algorithm))
    const values = parseDigest((read && answerChallenge(read, MUFASA, GET)) ?? '')
    t.strictSame(Object.fromEntries(values ?? []), {
      username: 'Mufasa',
      realm: 'http-auth@example.org',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      uri: '/dir/index.html',
      response,
      algorithm,
      opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
      qop: 'auth',
      nc: '00000001',
      cnonce: GET.cnonce,
    })
  })
}

t.test('RFC 2069 a server without qop gets the old answer', async (t) => {
  const read = readChallenge(
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
  )
  const values = parseDigest((read && answerChallenge(read, MUFASA, GET)) ?? '')
  t.match(values?.get('response'), /^[0-9a-f]{32}$/)
  t.notOk(values?.has('qop'))
  t.notOk(values?.has('nc'))
})

t.test('what cannot be answered is not', async (t) => {
  for (const header of [
    challenge('SHA-512-256'),
    challenge('MD5', 'auth-int'),
    'Digest realm="x"',
    'Basic realm="x"',
    'Digest realm="x", nonce="a',
  ]) {
    t.equal(readChallenge(header), undefined, header)
  }
})

t.test('SECURITY row 4 a challenge of another realm is not answered', async (t) => {
  const read = readChallenge(challenge('MD5'))
  t.equal(read && answerChallenge(read, { ...MUFASA, realm: 'carrier.example' }, GET), undefined)
})

const message = (...lines: string[]) => {
  const head = [
    'Via: SIP/2.0/UDP h;branch=z9hG4bK1',
    'From: <sip:a@b>;tag=1',
    'To: <sip:a@b>',
    'Call-ID: c',
    'CSeq: 1 REGISTER',
  ]
  const [first = '', ...rest] = lines
  const read = parseMessage(Buffer.from([first, ...head, ...rest, '', ''].join('\r\n')))
  if (!read.ok) throw new Error(read.error)
  return read.value
}

t.test('RFC 8760 §2.4 the strongest algorithm that is offered is used', async (t) => {
  const request = message('REGISTER sip:carrier.example SIP/2.0') as SipRequest
  const answer = loginCredentials({ ...MUFASA, realm: 'http-auth@example.org' })
  const both = message(
    'SIP/2.0 407 Proxy Authentication Required',
    `Proxy-Authenticate: ${challenge('MD5')}`,
    `Proxy-Authenticate: ${challenge('SHA-256')}`,
    `Proxy-Authenticate: ${challenge('SHA-512-256')}`,
  ) as SipResponse
  t.match(answer(both, request), [
    'Proxy-Authorization',
    /algorithm=SHA-256.*qop=auth, nc=00000001/,
  ])
  const elsewhere = message(
    'SIP/2.0 401 Unauthorized',
    'WWW-Authenticate: Digest realm="evil", nonce="1"',
  )
  t.equal(answer(elsewhere as SipResponse, request), undefined)
})
