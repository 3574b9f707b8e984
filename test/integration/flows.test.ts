import t, { test } from 'tap'
import { credentials, freePort, Sipp, sipp } from '../peers/sipp.ts'
import { aServer } from './an-office.ts'

t.setTimeout(120_000)
const PHONES = ['201', '202']
const server = await aServer(t, {
  office: [
    'sites: [{ name: Test, number: 1 }]',
    'extensions:',
    ...PHONES.map(
      (number) =>
        `  - { number: ${number}, kind: system, route: { attempts: [{ destinations: [{ handset: ${number} }] }] } }`,
    ),
    'handsets:',
    ...PHONES.map(
      (number) =>
        `  - { sipUser: ${number}, extension: ${number}, secret: ${passwordOf(number)}, trust: registrations, lines: 12 }`,
    ),
    '',
  ].join('\n'),
})

function passwordOf(number: string): string {
  return `secret-of-telephone-${number}`
}

/** A port that the telephone is registered at, and calls from. */
async function registered(number: string): Promise<number> {
  const port = await freePort()
  const rows = [[number, credentials(number, passwordOf(number))]]
  const keys = { contact_port: String(port), expires: '300' }
  await sipp({ scenario: 'register', remote: server.sip, rows, calls: 1, port, keys })
  return port
}

test('RFC 3262, RFC 4028 a caller that requires PRACK and refreshes its session by UPDATE', async (t) => {
  const [caller, called] = [await registered('201'), await registered('202')]
  const answering = await Sipp.start({ scenario: 'answer', port: called, calls: 10 })
  const calling = await sipp({
    scenario: 'call-reliably',
    remote: server.sip,
    rows: [['201', '', '202']],
    port: caller,
    calls: 10,
    rate: 5,
    pauseMs: 300,
  })
  t.match(calling, { successful: 10, failed: 0, errors: '' })
  t.match(await answering.finished(), { successful: 10, failed: 0, errors: '' })
})
