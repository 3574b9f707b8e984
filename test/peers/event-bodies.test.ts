import t from 'tap'
import { wrongIn } from './event-bodies.ts'

const SUMMARY = 'application/simple-message-summary'

t.test('RFC 3842 §5.2 what is of the grammar, and what is not', async (t) => {
  const status = 'Messages-Waiting: yes\r\n'
  t.equal(await wrongIn(SUMMARY, status), '')
  t.equal(await wrongIn(SUMMARY, `${status}Message-Account: sip:alice@vmail.example.com\r\n`), '')
  t.equal(await wrongIn(SUMMARY, `${status}Voice-Message: 2/8 (0/2)\r\n`), '')
  for (const wrong of [
    'Messages-Waiting: maybe\r\n',
    'Messages-Waiting: yes',
    `${status}Voice-Message: 2\r\n`,
    `${status}Voice-Message: 4294967296/0\r\n`,
    `${status}Letters: 1/1\r\n`,
    `Voice-Message: 2/8\r\n${status}`,
  ]) {
    t.not(await wrongIn(SUMMARY, wrong), '', wrong)
  }
})

t.test('a document that is not of its schema is found', async (t) => {
  const open = '<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="1" state="full"'
  const type = 'application/dialog-info+xml'
  t.equal(await wrongIn(type, `${open} entity="sip:a@b"/>`), '')
  t.match(await wrongIn(type, `${open}/>`), /entity/)
  t.match(await wrongIn('text/plain', ''), /no schema/)
})
