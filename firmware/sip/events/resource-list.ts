import type { Body } from '../contract.ts'
import { randomWord } from '../random.ts'
import type { Notice } from './content.ts'
import type { Member, Subject } from './event-package.ts'
import { subjectUri } from './event-package.ts'
import { element, writeXml } from './write-xml.ts'

export interface ListState {
  readonly subject: Subject
  readonly version: number
  /** Every member is named, or only those that have changed. */
  readonly full: boolean
  readonly instances: readonly { readonly member: Member; readonly body: Body | undefined }[]
  /** Members that the watcher may not watch. */
  readonly refused: readonly Member[]
}

/** A NOTIFY about a list: RLMI and the state of each member, RFC 4662 §5. */
export function writeList({ subject, version, full, instances, refused }: ListState): Notice {
  const word = randomWord()
  const cid = (part: number | string) => `${word}.${part}@${subject.host}`
  const active = instances.map(({ member, body }, part) =>
    resource(member, { state: 'active', cid: body && cid(part) }),
  )
  const denied = refused.map((member) =>
    resource(member, { state: 'terminated', reason: 'rejected' }),
  )
  const list = element(
    'list',
    {
      xmlns: 'urn:ietf:params:xml:ns:rlmi',
      uri: subjectUri(subject),
      version,
      fullState: String(full),
    },
    ...active,
    ...denied,
  )
  const root = part(cid('list'), {
    type: 'application/rlmi+xml;charset="UTF-8"',
    text: writeXml(list),
  })
  const parts = instances.map(({ body }, number) => (body ? part(cid(number), body) : ''))
  const boundary = `part-${word}`
  const text = [root, ...parts.filter(Boolean)].map((one) => `--${boundary}\r\n${one}\r\n`).join('')
  const type = `multipart/related;type="application/rlmi+xml";start="<${cid('list')}>";boundary="${boundary}"`
  return {
    headers: [['Require', 'eventlist']],
    body: { type, text: `${text}--${boundary}--\r\n` },
  }
}

function resource(
  { subject, name }: Member,
  instance: { state: string; reason?: string; cid?: string | undefined },
) {
  return element(
    'resource',
    { uri: subjectUri(subject) },
    ...(name ? [element('name', {}, name)] : []),
    element('instance', { id: '1', ...instance }),
  )
}

function part(id: string, body: Body): string {
  return [
    'Content-Transfer-Encoding: binary',
    `Content-ID: <${id}>`,
    `Content-Type: ${body.type}`,
    '',
    body.text,
  ].join('\r\n')
}
