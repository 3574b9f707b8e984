import type { Test } from 'tap'
import t from 'tap'
import { dialogInfo } from '../../../firmware/sip/events/dialog-info.ts'
import type { Document } from '../../../firmware/sip/events/event-package.ts'
import { messageSummary } from '../../../firmware/sip/events/message-summary.ts'
import { pidf, readPidf } from '../../../firmware/sip/events/pidf.ts'
import { reginfo } from '../../../firmware/sip/events/reginfo.ts'
import { writeList } from '../../../firmware/sip/events/resource-list.ts'
import { ReferProgress } from '../../../firmware/sip/events/sipfrag.ts'
import { wrongIn } from '../../peers/event-bodies.ts'

const SUBJECT = { user: '101', host: 'office.test' }
const NASTY = `<O'Hara> & "Söhne"\u0007 ]]>`

const bodyOf = ({ pieces }: Document, version = 3) => pieces?.join(String(version)) ?? ''

/** Whether the body is as the standard of its type wants it. */
async function isValid(t: Test, type: string, text: string): Promise<void> {
  t.equal(await wrongIn(type, text), '')
}

t.test('RFC 4235 §4 dialogs in every state are valid by its schema', async (t) => {
  const states = ['trying', 'proceeding', 'early', 'confirmed', 'terminated'] as const
  const body = bodyOf(
    dialogInfo(
      SUBJECT,
      states.map((state) => ({
        id: `1-2-3.${state}`,
        direction: state === 'trying' ? 'initiator' : 'recipient',
        state,
        ...(state === 'terminated' && { event: 'remote-bye' as const, code: 200 }),
        ...(state === 'confirmed' && {
          identifiers: { callId: 'a@b', localTag: 'x', remoteTag: 'y' },
          held: true,
        }),
        local: { uri: 'sip:101@office.test', name: NASTY, target: 'sip:101@10.0.0.1:5062' },
        remote: { uri: 'sip:102@office.test' },
      })),
    ),
  )
  await isValid(t, 'application/dialog-info+xml', body)
  t.match(body, /<dialog-info version="3" [^>]*state="full" entity="sip:101@office.test">/)
  t.match(body, /call-id="a@b" local-tag="x" remote-tag="y" direction="recipient"/)
  t.match(body, /display="&lt;O&apos;Hara&gt; &amp; &quot;Söhne&quot; {2}\]\]&gt;"/)
  t.match(body, /<param pname="\+sip\.rendering" pval="no"\/>/)
  await isValid(t, 'application/dialog-info+xml', bodyOf(dialogInfo(SUBJECT, [])))
})

t.test('RFC 3680 §5 registrations are valid by its schema', async (t) => {
  const contact = {
    id: 'c1',
    uri: 'sip:101@10.0.0.1;transport=tcp',
    state: 'active',
    event: 'registered',
    expiresSeconds: 299,
    callId: 'x',
    cseq: 4,
    q: 0.7,
    instance: '<urn:uuid:0>',
    gruu: 'sip:101@office.test;gr=urn:uuid:0',
  } as const
  await isValid(t, 'application/reginfo+xml', bodyOf(reginfo(SUBJECT, 'active', [contact])))
  await isValid(t, 'application/reginfo+xml', bodyOf(reginfo(SUBJECT, 'init', [])))
})

t.test('RFC 3863 presence is valid by its schema, and can be read back', async (t) => {
  const body = bodyOf(
    pidf(SUBJECT, {
      tuples: [{ id: 't1', open: true, contact: 'sip:101@office.test', note: NASTY }],
      activities: ['on-the-phone', 'meeting'],
      note: 'back at 3',
    }),
  )
  await isValid(t, 'application/pidf+xml', body)
  t.match(readPidf(body), {
    ok: true,
    value: { open: true, activities: ['meeting', 'on-the-phone'], note: 'back at 3' },
  })
})

t.test('RFC 3863 what is no presence, or too much of it, is refused', async (t) => {
  const tuple = '<tuple id="a"><status><basic>open</basic></status></tuple>'
  const open = '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:a@b">'
  t.match(readPidf(`${open}${tuple}</presence>`), { ok: true, value: { open: true } })
  t.match(readPidf(`${open}</presence>`), { ok: true, value: { open: false } })
  t.match(readPidf(`${open}${tuple.repeat(11)}</presence>`), { ok: false })
  t.match(readPidf(`<presence entity="sip:a@b">${tuple}</presence>`), { ok: false })
  t.match(readPidf('hello'), { ok: false })
  const long = readPidf(`${open}${tuple}<note>a\u0085b${'x'.repeat(500)}</note></presence>`)
  t.match(long, { ok: true, value: { note: /^a bx+$/ } })
  t.ok(long.ok && (long.value.note?.length ?? 0) <= 128)
})

t.test('RFC 3842 §5.2 a message summary is of its grammar', async (t) => {
  const none = bodyOf(messageSummary(SUBJECT, { fresh: 0, old: 0 }))
  await isValid(t, 'application/simple-message-summary', none)
  t.match(none, /^Messages-Waiting: no\r\n/)
  const some = bodyOf(messageSummary(SUBJECT, { fresh: 2, old: 1e12, urgentFresh: 1 }))
  await isValid(t, 'application/simple-message-summary', some)
  t.match(some, /^Messages-Waiting: yes\r\n[\s\S]*Voice-Message: 2\/4294967295 \(1\/0\)\r\n$/)
})

t.test(
  'RFC 4662 §5 a list is valid by its schema, and its parts are found by their IDs',
  async (t) => {
    const { body } = writeList({
      subject: { user: 'lamps', host: 'office.test' },
      version: 5,
      full: true,
      instances: [
        { member: { subject: SUBJECT, name: NASTY }, body: { type: 'text/plain', text: 'one' } },
        { member: { subject: { user: '102', host: 'office.test' } }, body: undefined },
      ],
      refused: [{ subject: { user: '103', host: 'office.test' } }],
    })
    const boundary = /boundary="([^"]+)"/.exec(body?.type ?? '')?.[1] ?? ''
    const [, root = '', first = ''] = (body?.text ?? '').split(`--${boundary}\r\n`)
    const [, rlmi = ''] = root.split('\r\n\r\n')
    await isValid(t, 'application/rlmi+xml', rlmi.trimEnd())
    const cid = /cid="([^"]+)"/.exec(rlmi)?.[1]
    t.ok(cid && first.includes(`Content-ID: <${cid}>`))
    const start = /start="<([^>]+)>"/.exec(body?.type ?? '')?.[1]
    t.ok(start && root.includes(`Content-ID: <${start}>`))
    t.ok(body?.text.endsWith(`--${boundary}--\r\n`))
  },
)

t.test('RFC 3515 §2.4.5 a transfer is told as it goes, and ends once', async (t) => {
  const told: string[] = []
  const progress = new ReferProgress({
    id: 93809,
    send: (_method, { headers, body }) =>
      void told.push([...headers.map(([, value]) => value), body.text].join('|')),
  })
  progress.tell(100)
  progress.tell(180)
  progress.tell(180)
  progress.tell(200, 'OK\r\nEvil: yes')
  progress.tell(500)
  t.strictSame(told, [
    'refer;id=93809|active;expires=180|SIP/2.0 100 Trying\r\n',
    'refer;id=93809|active;expires=180|SIP/2.0 180 Ringing\r\n',
    'refer;id=93809|terminated;reason=noresource|SIP/2.0 200 OK Evil: yes\r\n',
  ])
  t.ok(progress.isOver)
})
