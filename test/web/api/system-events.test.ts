import t, { type Test } from 'tap'
import { Forwarder } from '../../../firmware/forwarding/forwarder.ts'
import { silentLog } from '../../../firmware/log.ts'
import { AdminEvents } from '../../../firmware/store/admin-events.ts'
import type { ForwardingTest, ShownEvent, ShownForwarding } from '../../../firmware/web/contract.ts'
import { message } from '../../../firmware/words/say.ts'
import { anSmtpServer } from '../../forwarding/peers.ts'
import { anApi } from './an-api.ts'

const WHO = { by: 'ada', from: 'address 192.0.2.7' }

/** An API whose forwarder looks at the log as in the program. */
async function aForwardingApi(t: Test) {
  const later: { forwarder?: Forwarder } = {}
  const raised = new Map<string, string>()
  const api = await anApi(t, { forwarder: () => later.forwarder as Forwarder })
  later.forwarder = new Forwarder({
    store: () => api.store,
    clock: api.clock,
    log: silentLog,
    conditions: {
      raise: ({ id, effect }) => void raised.set(id, effect),
      clear: (id) => void raised.delete(id),
    },
  })
  later.forwarder.start()
  t.teardown(() => later.forwarder?.stop())
  const events = new AdminEvents(api.store.records, api.clock)
  return { ...api, raised, events }
}

t.test(
  'EVT-3 EVT-5: events by severity and kind, and as files that no spreadsheet computes',
  async (t) => {
    const { admin, store, clock } = await anApi(t)
    const events = new AdminEvents(store.records, clock)
    events.add({ ...WHO, text: message('event.restarted', { name: 'media' }) })
    events.add({
      ...WHO,
      by: '=cmd()',
      text: message('event.token-made', { name: 'x', scopes: 'y' }),
    })
    const found = async (query: string) => {
      const { body } = await admin.get<ShownEvent[]>(`events?${query}`)
      return body.map(({ severity, class: kind }) => `${severity} ${kind}`)
    }
    t.strictSame(await found('class=access&severity=notice,warning'), ['notice access'])
    t.strictSame(await found('severity=warning'), ['warning operation'])
    t.ok((await found('')).includes('informational access'), 'EVT-7: the administrator signed in')
    for (const wrong of ['severity=awful', 'class=access,', 'severity=__proto__']) {
      t.equal((await admin.get(`events?${wrong}`)).status, 400, wrong)
    }
    const csv = await admin.browser.request('GET', 'events/file?severity=warning,notice')
    t.match(csv.headers, { 'content-type': /^text\/csv/, 'content-disposition': /events\.csv/ })
    t.match(
      csv.body,
      /Time,Severity,Kind of event,Event,By,From\r\n.*,Notice,Sign-in and secrets,Token x was made for y\.,'=cmd\(\),address/,
    )
    const txt = await admin.browser.request('GET', 'events/file?format=txt&severity=warning')
    t.match(
      txt.body,
      /^\S+Z\tWarning\tOperation\tProcess media was restarted\.\tada\taddress 192\.0\.2\.7\n$/,
    )
  },
)

t.test(
  'EVT-8 NOTIF-1: an event reaches a mail server that others made, and a dead one is a condition',
  async (t) => {
    const { admin, clock, events, raised } = await aForwardingApi(t)
    const server = await anSmtpServer(t, 'none', undefined)
    await admin.patch('mail', 'mail', {
      server: '127.0.0.1',
      port: server.port,
      security: 'none',
      sender: 'box@example.com',
    })
    await admin.patch('notification', 'notification', {
      enabled: true,
      recipients: ['ada@example.com'],
      gatherMinutes: 0,
      header: 'From the closet:',
    })
    const answer = await admin.ask<ForwardingTest>('POST', 'forwarding/mail/test')
    t.match(answer.body, {
      sent: true,
      text: /^127\.0\.0\.1 took a message for ada@example\.com: 250 /,
    })
    await clock.advance(2000)
    events.add({ ...WHO, text: message('event.restarted', { name: 'media' }) })
    events.add({ ...WHO, text: message('event.token-made', { name: 'x', scopes: 'y' }) })
    const sent = async () => {
      for (let tries = 0; tries < 600 && server.mails().length < 2; tries++) {
        await clock.advance(2000)
        await new Promise((resolve) => setImmediate(resolve))
        const { body } = await admin.get<ShownForwarding>('forwarding')
        if (body.mail.lastSent !== undefined) break
      }
      return server.mails()
    }
    const mails = await sent()
    t.match(mails[1], {
      subject: 'System events (warning)',
      text: /^From the closet:\r?\n\r?\n.*warning {2}Process media was restarted\. \(ada, address 192\.0\.2\.7\)\r?\n/,
    })
    t.equal(mails.length, 2, 'a notice is not among the severities')
    t.strictSame([...raised], [])
  },
)

t.test('TOOL-10 NOTIF-10: what waits is shown and discarded; who may test which way', async (t) => {
  const { admin, as } = await aForwardingApi(t)
  t.match((await admin.get<ShownForwarding>('forwarding')).body, {
    mail: { enabled: false, waiting: 0, leftOut: 0 },
    syslog: { enabled: false },
  })
  const untold = await admin.ask<ForwardingTest>('POST', 'forwarding/syslog/test')
  t.strictSame(untold.body, { sent: false, text: 'No syslog server has been given.' })
  t.match((await admin.ask<ForwardingTest>('POST', 'forwarding/mail/test')).body, {
    sent: false,
    text: 'Nobody is to get e-mail: add a recipient.',
  })
  const network = await as('nat', 'network-admin')
  t.equal((await network.ask('POST', 'forwarding/mail/flush')).status, 403)
  t.equal((await network.ask('POST', 'forwarding/mail/test')).status, 200)
  t.equal((await admin.ask('POST', 'forwarding/mail/flush')).status, 200)
  t.match((await admin.get<ShownEvent[]>('events?limit=1')).body, [
    { text: 'The events that waited for E-mail were discarded.' },
  ])
})

t.test('SECURITY mail: no password goes out in the clear, none is shown', async (t) => {
  const { admin } = await anApi(t)
  const clear = await admin.patch('mail', 'mail', {
    server: 'm.example',
    sender: 'a@b.c',
    user: 'u',
    security: 'none',
  })
  t.match(clear, { status: 422, body: { problems: [{ field: 'security' }] } })
  t.equal(
    (
      await admin.patch('mail', 'mail', {
        server: 'm.example',
        sender: 'a@b.c',
        user: 'u',
        password: 'hunter2hunter2',
      })
    ).status,
    200,
  )
  const { body } = await admin.read('mail', 'mail')
  t.notMatch(JSON.stringify(body), /hunter2/)
  for (const wrong of ['x', 'a@b\nRCPT TO:<c@d>', '"a b"@c', 'a@b>,<c@d']) {
    t.equal(
      (await admin.patch('notification', 'notification', { recipients: [wrong] })).status,
      422,
      wrong,
    )
  }
})
