import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const SCHEMAS = fileURLToPath(new URL('../sip/events/schemas', import.meta.url))

/** Schemas of the bodies that NOTIFY has, written after their RFCs. */
const SCHEMA_OF = {
  'application/dialog-info+xml': 'dialog-info.xsd', // RFC 4235 §4.3
  'application/pidf+xml': 'pidf.xsd', // RFC 3863 §4.4
  'application/reginfo+xml': 'reginfo.xsd', // RFC 3680 §5.4
  'application/rlmi+xml': 'rlmi.xsd', // RFC 4662 §5.1
} as const

/** What is wrong with a body of this type by its standard; '' where nothing is. */
export async function wrongIn(type: string, body: string): Promise<string> {
  if (type === 'application/simple-message-summary') return wrongInSummary(body)
  const schema = SCHEMA_OF[type as keyof typeof SCHEMA_OF]
  if (!schema) return `no schema for ${type}`
  const folder = mkdtempSync(join(tmpdir(), 'strowger-xml-'))
  const file = join(folder, 'body.xml')
  writeFileSync(file, body)
  try {
    await run('xmllint', ['--noout', '--nonet', '--schema', join(SCHEMAS, schema), file])
    return ''
  } catch (error) {
    return `${(error as { stderr?: string }).stderr} in ${body}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const STATUS = /^Messages-Waiting[ \t]*:[ \t]*(?:yes|no)$/i
const ACCOUNT = /^Message-Account[ \t]*:[ \t]*(?:sips?|tel):\S+$/i
const CLASS = '(?:voice|fax|pager|multimedia|text)-message|none'
const COUNT = '([0-9]{1,10})'
const SLASH = '[ \\t]*/[ \\t]*'
const SUMMARY = new RegExp(
  `^(?:${CLASS})[ \\t]*:[ \\t]*${COUNT}${SLASH}${COUNT}(?:[ \\t]*\\([ \\t]*${COUNT}${SLASH}${COUNT}[ \\t]*\\))?$`,
  'i',
)

/** The grammar of RFC 3842 §5.2, without the optional headers of single messages. */
function wrongInSummary(body: string): string {
  if (!body.endsWith('\r\n')) return 'the last line has no end'
  const [status = '', ...rest] = body.slice(0, -2).split('\r\n')
  if (!STATUS.test(status)) return `no status: ${status}`
  const lines = ACCOUNT.test(rest[0] ?? '') ? rest.slice(1) : rest
  for (const line of lines) {
    const counts = SUMMARY.exec(line)?.slice(1)
    if (!counts) return `no summary: ${line}`
    if (counts.some((one) => Number(one ?? 0) >= 2 ** 32)) return `too many: ${line}`
  }
  return ''
}
