import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import t from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { until } from '../../firmware/demo/wait.ts'
import { type MailAccount, sendMail } from '../../firmware/forwarding/mail-sender.ts'
import { say } from '../../firmware/words/say.ts'
import { anIdentity, anSmtpServer } from './peers.ts'

const ACCOUNT: MailAccount = {
  server: 'localhost',
  port: 0,
  security: 'starttls',
  user: 'strowger',
  password: 's3cret-word',
  displayName: 'Box "in" the closet',
  sender: 'box@example.com',
  authorities: '',
}
const MAIL = {
  to: ['ada@example.com', 'bob@example.com'],
  subject: 'Events',
  text: 'One é.\nTwo.\n',
}

const told = async (account: Partial<MailAccount>, mail = MAIL) => {
  const answer = await sendMail({ ...ACCOUNT, ...account }, mail)
  return answer.ok ? answer.value : say('en', answer.error)
}

for (const security of ['starttls', 'tls'] as const) {
  t.test(`MAIL-20 MAIL-24 MAIL-25: mail is handed in over ${security}, signed in`, async (t) => {
    const identity = await anIdentity(t)
    const server = await anSmtpServer(t, security, identity)
    const account = { security, port: server.port, authorities: identity.caPem }
    t.match(await told(account), /^250 .*Queued as 42/)
    await until('the mail', () => server.mails().length > 0)
    t.match(server.mails(), [
      {
        from: 'box@example.com',
        to: MAIL.to,
        subject: 'Events',
        header: /closet/,
        text: /^One é\.\r?\nTwo\.\r?\n/,
        tls: true,
        user: 'strowger',
      },
    ])
    t.match(await told({ ...account, password: 'wrong' }), /refuses user or password: 535/)
    t.match(
      await told(account, { ...MAIL, to: ['nobody@example.com'] }),
      /localhost answered: 550 5\.1\.1 No such mailbox/,
    )
    t.equal(server.mails().length, 1)
  })
}

t.test('SECURITY mail and password go only to a server whose certificate is good', async (t) => {
  const identity = await anIdentity(t)
  const server = await anSmtpServer(t, 'starttls', identity)
  t.match(await told({ port: server.port }), /signed by nobody whom this unit trusts/)
  const named = await anIdentity(t, { dns: ['other.example'], ip: [] })
  const other = await anSmtpServer(t, 'tls', named)
  t.match(
    await told({ security: 'tls', port: other.port, authorities: named.caPem }),
    /is for another name/,
  )
  t.strictSame([...server.mails(), ...other.mails()], [])
})

t.test('SECURITY where STARTTLS was chosen and is not offered, nothing is sent', async (t) => {
  const server = await anSmtpServer(t, 'none', undefined)
  t.match(await told({ port: server.port, user: '' }), /localhost/)
  t.strictSame(server.mails(), [])
  t.match(await told({ port: server.port, user: '', security: 'none' }), /^250 /)
  await until('the mail', () => server.mails().length > 0)
  t.match(server.mails(), [{ tls: false, user: null }])
})

t.test('a server that is not there, or says nothing sensible, is told as such', async (t) => {
  t.match(await told({ port: await freePort() }), /does not take connections on port/)
  t.equal(await told({ server: '' }), 'No mail server has been given.')
  const rude = createServer((socket) => {
    socket.on('error', () => {})
    socket.end('SSH-2.0-OpenSSH_9.2\r\n')
  })
  rude.listen(0, '127.0.0.1')
  await once(rude, 'listening')
  t.teardown(() => rude.close())
  t.match(await told({ port: (rude.address() as AddressInfo).port }), /localhost/)
})
