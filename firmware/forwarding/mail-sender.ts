import { isIP } from 'node:net'
import type { MailServer } from '../model/mail-server.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'
import { message } from '../words/say.ts'
import { PATIENCE_MS, trusted, whyNot } from './peer.ts'

/** The account, with its password in clear where there is one. */
export interface MailAccount extends Omit<MailServer, 'id' | 'site'> {
  readonly password: string | undefined
}

export interface Mail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
}

/**
 * Hands one mail in at the account's server (RFC 6409). Answers what the server said. The certificate is checked, and nothing is sent, least of all
 * the password, where encryption was chosen and the server offers none.
 */
export async function sendMail(
  account: MailAccount,
  { to, subject, text }: Mail,
): Promise<Result<string, Text>> {
  const { server, port, security, user, password, displayName, sender, authorities } = account
  if (server === '') return refuse('No mail server has been given.')
  const { createTransport } = await import('nodemailer') // some 10 MB, for a mail a day
  const transport = createTransport({
    host: server,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user !== '' && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: {
      minVersion: 'TLSv1.2',
      ca: trusted(authorities),
      ...(isIP(server) === 0 && { servername: server }),
    },
  })
  try {
    const sent = await transport.sendMail({
      from: { name: displayName, address: sender },
      to: to.map((address) => ({ name: '', address })),
      subject,
      text,
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: nobody's absence note answers it
    })
    const refused = sent.rejected.map(String)
    if (refused.length > 0) {
      return refuse(message('forwarding.recipients', { server, recipients: refused.join(', ') }))
    }
    return ok(String(sent.response).slice(0, 200))
  } catch (error) {
    return refuse(whyNot(error, server, port))
  } finally {
    transport.close()
  }
}
