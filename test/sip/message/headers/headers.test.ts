import t from 'tap'
import {
  ALERT_INFO,
  ANSWER_MODE,
  CALL_INFO,
  formatAlertInfo,
  formatAnswerMode,
  formatUserToUser,
  RESOURCE_PRIORITY,
  USER_TO_USER,
} from '../../../../firmware/sip/message/headers/alerting.ts'
import {
  CONTENT_DISPOSITION,
  CONTENT_TYPE,
  formatWarning,
  GEOLOCATION,
  GEOLOCATION_ROUTING,
  MIME_VERSION,
  WARNING,
} from '../../../../firmware/sip/message/headers/content.ts'
import {
  formatReplaces,
  formatTargetDialog,
  JOIN,
  REPLACES,
  TARGET_DIALOG,
} from '../../../../firmware/sip/message/headers/dialog-ids.ts'
import {
  DIVERSION,
  formatDiversion,
  formatHistoryEntry,
  formatReason,
  HISTORY_INFO,
  REASON,
} from '../../../../firmware/sip/message/headers/diversion.ts'
import {
  EVENT,
  formatEvent,
  formatSubscriptionState,
  SIP_ETAG,
  SUBSCRIPTION_STATE,
} from '../../../../firmware/sip/message/headers/events.ts'
import type { Header } from '../../../../firmware/sip/message/headers/header.ts'
import { MAX_ELEMENTS } from '../../../../firmware/sip/message/headers/header.ts'
import {
  formatPrivacy,
  formatRemoteParty,
  P_ASSERTED_IDENTITY,
  PRIVACY,
  REMOTE_PARTY_ID,
} from '../../../../firmware/sip/message/headers/identity.ts'
import {
  ACCEPT,
  ALLOW,
  accepts,
  SUPPORTED,
} from '../../../../firmware/sip/message/headers/options.ts'
import {
  contactParams,
  formatContact,
  PATH,
} from '../../../../firmware/sip/message/headers/registration.ts'
import { formatRAck, RACK, RSEQ } from '../../../../firmware/sip/message/headers/reliability.ts'
import {
  DATE_HEADER,
  EXPIRES,
  FLOW_TIMER,
  formatDate,
  formatSessionExpires,
  MIN_SE,
  RETRY_AFTER,
  SESSION_EXPIRES,
} from '../../../../firmware/sip/message/headers/times.ts'
import {
  formatReferTo,
  REFER_SUB,
  REFER_TO,
  REFERRED_BY,
} from '../../../../firmware/sip/message/headers/transfer.ts'
import { parseMessage } from '../../../../firmware/sip/message/message.ts'
import { parseNameAddress } from '../../../../firmware/sip/message/name-address.ts'

function messageWith(...lines: string[]) {
  const text = [
    'OPTIONS sip:b@x SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
    'From: <sip:a@x>;tag=1',
    'To: <sip:b@x>',
    'Call-ID: c',
    'CSeq: 1 OPTIONS',
    ...lines,
    '',
    '',
  ].join('\r\n')
  const result = parseMessage(Buffer.from(text))
  if (!result.ok) throw new Error(result.error)
  return result.value
}

function read<Value>(header: Header<Value>, ...values: string[]): Value {
  const result = messageWith(...values.map((value) => `${header.name}: ${value}`)).read(header)
  if (!result?.ok) throw new Error(`${header.name}: ${result?.error}`)
  return result.value
}

interface Asserting {
  match(found: unknown, wanted: object, text: string): boolean
}

/** Wrong values are refused, each with a reason, and the message stands. */
function refuses(t: Asserting, header: Header<unknown>, ...values: string[]): void {
  for (const value of values) {
    t.match(messageWith(`${header.name}: ${value}`).read(header), { ok: false, error: /./ }, value)
  }
}

t.test('a header is read once, and told from one that is missing or malformed', async (t) => {
  const message = messageWith('x: 90;refresher=uac', 'Expires: never', 'Min-SE: 90', 'Min-SE: 90')
  t.match(message.read(SESSION_EXPIRES), { ok: true, value: { seconds: 90, refresher: 'uac' } })
  t.equal(message.read(SESSION_EXPIRES), message.read(SESSION_EXPIRES))
  t.equal(message.read(EVENT), undefined)
  t.match(message.read(EXPIRES), { ok: false })
  t.match(message.read(MIN_SE), { ok: false, error: /more than once/ })
})

t.test('SECURITY row 7 a list header has no more parts than anybody needs', async (t) => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => `x${n}`).join(',')
  t.equal(read(SUPPORTED, many(MAX_ELEMENTS)).length, MAX_ELEMENTS)
  refuses(t, SUPPORTED, many(MAX_ELEMENTS + 1), 'a b', 'a;b')
  t.strictSame(read(ALLOW, 'INVITE, ACK', 'BYE'), ['INVITE', 'ACK', 'BYE'])
})

t.test('RFC 3261 §20.1 what a peer accepts', async (t) => {
  const ranges = read(ACCEPT, 'application/sdp;level=1, text/*;q=0.5, text/html;q=0')
  t.ok(accepts(ranges, 'application/sdp'))
  t.ok(accepts(ranges, 'text/plain'))
  t.notOk(accepts(ranges, 'text/html'))
  t.notOk(accepts(ranges, 'image/png'))
  t.ok(accepts(read(ACCEPT, '*/*'), 'image/png'))
  refuses(t, ACCEPT, 'application', 'a/b;q=2', 'a/b;q=0.1234', 'a/b;;')
})

t.test('RFC 3261 §20.33, RFC 4028, RFC 5626 times', async (t) => {
  t.match(read(SESSION_EXPIRES, '1800 ; Refresher=UAS'), { seconds: 1800, refresher: 'uas' })
  t.equal(formatSessionExpires({ seconds: 90, refresher: 'uas' }), '90;refresher=uas')
  refuses(t, SESSION_EXPIRES, '', 'x', '-1', '99999999999', '90;refresher=both', '90;')
  t.equal(read(MIN_SE, '90;x=y'), 90)
  t.equal(read(FLOW_TIMER, '120'), 120)
  t.match(read(RETRY_AFTER, '18000;duration=3600'), { seconds: 18000, durationSeconds: 3600 })
  t.match(read(RETRY_AFTER, "120 (I'm in a \\) (meeting))"), { seconds: 120 })
  refuses(t, RETRY_AFTER, '', '(x)', '5 (never closed', '5 x', '99999999999')
  refuses(t, EXPIRES, '1 2', '1.5', '')
})

t.test('RFC 3261 §20.17 a date is in GMT', async (t) => {
  t.equal(read(DATE_HEADER, 'Sat, 13 Nov 2010 23:29:00 GMT'), Date.UTC(2010, 10, 13, 23, 29))
  t.equal(formatDate(Date.UTC(2010, 10, 13, 23, 29)), 'Sat, 13 Nov 2010 23:29:00 GMT')
  refuses(
    t,
    DATE_HEADER,
    'Fri, 01 Jan 2010 16:00:00 EST',
    '2010-11-13',
    'Sat, 13 Nov 2010 25:00:00 GMT',
  )
})

t.test('RFC 3262 §7 acknowledging provisional responses', async (t) => {
  t.strictSame(read(RACK, '776656 1 INVITE'), { response: 776656, sequence: 1, method: 'INVITE' })
  t.equal(formatRAck({ response: 5, sequence: 1, method: 'INVITE' }), '5 1 INVITE')
  t.equal(read(RSEQ, '4294967295'), 4294967295)
  refuses(t, RSEQ, '0', '4294967296', 'x')
  refuses(t, RACK, '1 1', '0 1 INVITE', '1 2147483648 INVITE', '1 1 INVITE x', '1 1 <a>')
})

t.test('RFC 3891, RFC 3911, RFC 4538 naming a dialog', async (t) => {
  const text = '98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff;early-only'
  const dialog = read(REPLACES, text)
  t.strictSame(dialog, {
    callId: '98732@sip.example.com',
    localTag: 'ff87ff',
    remoteTag: 'r33th4x0r',
    earlyOnly: true,
  })
  t.strictSame(read(REPLACES, formatReplaces(dialog, true)), dialog)
  t.match(read(JOIN, 'a;to-tag=1;from-tag=2'), { localTag: '1', remoteTag: '2' })
  const target = { callId: 'a', localTag: '1', remoteTag: '2' }
  t.strictSame(read(TARGET_DIALOG, formatTargetDialog(target)), target)
  refuses(
    t,
    REPLACES,
    '',
    'a',
    'a;to-tag=1',
    'a;to-tag=1;to-tag=2;from-tag=3',
    'a b;to-tag=1;from-tag=2',
  )
})

t.test('RFC 3515, RFC 5589 a transfer and the call that it replaces', async (t) => {
  const dialog = { callId: 'a@b', localTag: 'l', remoteTag: 'r' }
  const written = formatReferTo('sip:carol@x;transport=tcp', dialog)
  t.equal(written, '<sip:carol@x;transport=tcp?Replaces=a%40b%3Bto-tag%3Dl%3Bfrom-tag%3Dr>')
  t.match(read(REFER_TO, written), { uri: 'sip:carol@x;transport=tcp', replaces: dialog })
  t.match(read(REFER_TO, '"C" <sip:c@x;method=BYE>'), { method: 'BYE', replaces: undefined })
  refuses(
    t,
    REFER_TO,
    'nobody',
    '<sip:c@x?Replaces=a>',
    '<sip:c@x?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2&Replaces=b%3Bto-tag%3D1%3Bfrom-tag%3D2>',
    '<sip:c@x?Subject=a%0D%0AVia:b>',
    `<sip:c@x?${'a=b&'.repeat(20)}>`,
  )
  t.match(read(REFERRED_BY, '<sip:a@x>;cid="1@x"'), { uri: 'sip:a@x' })
  t.equal(read(REFER_SUB, 'False'), false)
})

t.test('RFC 6665 §8.2, RFC 3903 subscriptions', async (t) => {
  t.match(read(EVENT, 'dialog;id=7;sla'), { name: 'dialog', id: '7' })
  t.equal(formatEvent({ name: 'dialog', id: '7' }), 'dialog;id=7')
  const state = read(SUBSCRIPTION_STATE, 'Terminated;reason=timeout;retry-after=5')
  t.match(state, { state: 'terminated', reason: 'timeout', retryAfterSeconds: 5 })
  t.equal(formatSubscriptionState(state), 'terminated;reason=timeout;retry-after=5')
  t.match(read(SUBSCRIPTION_STATE, 'active;expires=60;reason=odd'), { reason: undefined })
  refuses(t, SUBSCRIPTION_STATE, 'over', '')
  t.equal(read(SIP_ETAG, 'dx200xyz'), 'dx200xyz')
})

t.test('RFC 3325, RFC 3323 who calls, and what of it may be shown', async (t) => {
  const identities = read(P_ASSERTED_IDENTITY, '"C, J" <sip:c@x>, tel:+14085264000')
  t.match(identities, [{ name: 'C, J', uri: 'sip:c@x' }, { uri: 'tel:+14085264000' }])
  t.strictSame([...read(PRIVACY, 'user;id', 'Critical; odd')], ['user', 'id', 'critical'])
  refuses(t, PRIVACY, '"id"')
  t.equal(formatPrivacy(['id', 'user']), 'id;user')
  const [remote] = read(REMOTE_PARTY_ID, '"J" <sip:j@x>;party=calling;screen=YES;privacy=off')
  t.match(remote, { address: { name: 'J' }, party: 'calling', screen: true, privacy: 'off' })
  if (!remote) throw new Error('nobody')
  t.equal(formatRemoteParty(remote), '"J" <sip:j@x>;party=calling;screen=yes;privacy=off')
})

t.test('RFC 5806, RFC 7044 where a call has been', async (t) => {
  const [diversion] = read(DIVERSION, '<sip:a@x>;reason=User-Busy;counter=2;privacy=off')
  t.match(diversion, { reason: 'user-busy', counter: 2, privacy: 'off' })
  t.equal(
    formatDiversion({ address: { uri: 'sip:a@x' }, reason: 'no-answer', counter: 1 }),
    '<sip:a@x>;reason=no-answer;counter=1',
  )
  const reason = { protocol: 'sip', cause: 486 }
  const entry = { uri: 'sip:a@x', index: [1, 1], change: { how: 'rc', of: '1' } as const, reason }
  const written = formatHistoryEntry({ ...entry, isPrivate: true })
  t.equal(written, '<sip:a@x?Reason=SIP%3Bcause%3D486&Privacy=history>;index=1.1;rc=1')
  t.match(read(HISTORY_INFO, `<sip:b@x>;index=1, ${written}`), [
    { index: [1], isPrivate: false },
    { ...entry, isPrivate: true },
  ])
  refuses(t, HISTORY_INFO, '<sip:a@x>', '<sip:a@x>;index=a', '<sip:a@x?%00=1>;index=1')
})

t.test('RFC 3326 why', async (t) => {
  t.match(read(REASON, 'Q.850;cause=16;text="Normal, clearing"', 'SIP;cause=200'), [
    { protocol: 'q.850', cause: 16, text: 'Normal, clearing' },
    { protocol: 'sip', cause: 200 },
  ])
  t.equal(
    formatReason({ protocol: 'q.850', cause: 17, text: 'Busy' }),
    'Q.850;cause=17;text="Busy"',
  )
})

t.test('RFC 3261 §20.4, §20.9, RFC 5373, RFC 7433, RFC 4412 how to ring', async (t) => {
  t.match(read(ALERT_INFO, '<http://127.0.0.1>;info=alert-internal'), [{ uri: 'http://127.0.0.1' }])
  t.equal(formatAlertInfo('http://127.0.0.1', 'x'), '<http://127.0.0.1>;info=x')
  refuses(t, ALERT_INFO, 'Bellcore-dr2', '<http://x')
  t.match(read(CALL_INFO, '<sip:a@x>;appearance-index=1;Purpose=Info'), [{ purpose: 'info' }])
  t.strictSame(read(ANSWER_MODE, 'auto;require'), { mode: 'auto', isRequired: true })
  t.equal(formatAnswerMode({ mode: 'auto', isRequired: false }), 'Auto')
  const [data] = read(USER_TO_USER, '56a390f3d2b7310023;encoding=hex;purpose=isdn-uui')
  t.match(data, { data: '56a390f3d2b7310023', encoding: 'hex', purpose: 'isdn-uui' })
  t.equal(data && formatUserToUser(data), '56a390f3d2b7310023;purpose=isdn-uui;encoding=hex')
  refuses(t, USER_TO_USER, 'abc;encoding=hex', `"${'a'.repeat(2000)}"`)
  t.match(read(RESOURCE_PRIORITY, 'ets.0, wps.1'), [{ namespace: 'ets', priority: '0' }, {}])
})

t.test('RFC 5626, RFC 5627, RFC 3327 what a registration says of its contact', async (t) => {
  const params = {
    expiresSeconds: 300,
    quality: 0.5,
    instance: 'urn:uuid:00000000-0000-1000-8000-000A95A0E128',
    regId: 1,
    publicGruu: 'sip:a@x;gr=1',
  }
  const written = formatContact('sip:a@192.0.2.1;ob', params)
  const contact = parseNameAddress(written)
  if (!contact.ok) throw new Error(contact.error)
  t.match(contactParams(contact.value), { ok: true, value: params })
  for (const wrong of ['q=7', 'reg-id=0', 'reg-id=x', '+sip.instance="urn:x"']) {
    const parsed = parseNameAddress(`<sip:a@x>;${wrong}`)
    t.notOk(parsed.ok && contactParams(parsed.value).ok, wrong)
  }
  t.match(read(PATH, '<sip:p1@x;lr>,<sip:p2;lr>'), [{ uri: 'sip:p1@x;lr' }, {}])
})

t.test('RFC 3261 §20.11, §20.15, §20.43, RFC 6442 what a body is', async (t) => {
  const type = read(CONTENT_TYPE, 'Multipart / Mixed ; boundary="a b"')
  t.equal(type.type, 'multipart/mixed')
  t.equal(type.params.get('boundary'), 'a b')
  t.match(read(CONTENT_DISPOSITION, 'session;handling=optional'), { isRequired: false })
  t.equal(read(MIME_VERSION, '1.0'), '1.0')
  const warning = { code: 370, agent: 'x:5060', text: 'too "wide"' }
  t.strictSame(read(WARNING, `${formatWarning(warning)}, 399 a "b, c"`), [
    warning,
    { code: 399, agent: 'a', text: 'b, c' },
  ])
  refuses(t, WARNING, '370 a b', '37 a "b"')
  t.match(read(GEOLOCATION, '<cid:a@x>'), [{ uri: 'cid:a@x' }])
  t.equal(read(GEOLOCATION_ROUTING, 'Yes'), true)
})
