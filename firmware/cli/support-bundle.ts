import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readCredentials } from '../bus/credentials.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'
import { contents } from './support/contents.ts'
import { redact } from './support/redact.ts'
import { tar } from './support/tar.ts'

export const supportBundle: CliCommand = {
  name: 'support-bundle',
  summary: 'collect logs, status, versions and configuration, without secrets, in one file',
  usage: '[FILE]',
  async run([file, ...more], io) {
    if (more.length || file?.startsWith('-')) {
      io.stderr(`usage: strowger ${supportBundle.name} ${supportBundle.usage}\n`)
      return EXIT.usage
    }
    const at = io.clock.now()
    const stamp = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
    const name = `strowger-support-${basename(io.environment.run)}-${stamp}`
    const path = resolve(file ?? `${name}.tar.gz`)

    const known = busPasswords(io.environment.run)
    const files = (await contents(io)).map(({ path, text }) => {
      return { path: `${name}/${path}`, text: redact(text.toString(), known) }
    })
    const archive = gzipSync(tar(files, at))
    try {
      writeFileSync(path, archive, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      io.stderr(`strowger: the bundle cannot be written: ${(error as Error).message}\n`)
      return EXIT.failed
    }
    const paths = files.map((file) => file.path)
    if (io.json) io.stdout(`${JSON.stringify({ file: path, bytes: archive.length, paths })}\n`)
    else io.stdout(`${path}\nPasswords, PINs and keys were removed; who called whom was not.\n`)
    return EXIT.ok
  },
}

function busPasswords(run: string): string[] {
  const folder = join(run, 'credentials')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readCredentials(join(folder, name))?.password ?? [])
}
