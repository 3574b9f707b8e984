import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { cpus, loadavg, networkInterfaces, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { setupErrorOf } from '../../setup-error.ts'
import { VERSION } from '../../version.ts'
import type { CliIo } from '../command.ts'
import { exportCommand } from '../export.ts'
import { readStatus } from '../read-status.ts'
import type { TarFile } from './tar.ts'

const LONGEST_LOG = 8 * 2 ** 20 // bytes of each, the newest
const run = promisify(execFile)

/** What a support bundle holds, not yet redacted. Whatever cannot be had is replaced by the reason. */
export async function contents(io: CliIo): Promise<TarFile[]> {
  const { environment, clock } = io
  const json = (value: unknown) => JSON.stringify(value, null, 2)
  return [
    { path: 'status.json', text: json((await readStatus(environment, clock)) ?? 'not running') },
    { path: 'versions.json', text: json(await versions()) },
    { path: 'environment.json', text: json(surroundings(io)) },
    { path: 'office.yaml', text: await office(io) },
    ...folder(environment.run, '', (name) => name === 'history.json'),
    ...folder(join(environment.run, 'log'), 'log/', () => true),
    ...folder(join(environment.run, 'broker'), 'broker/', (name) => name !== 'passwords'),
  ]
}

async function versions() {
  return {
    strowger: VERSION,
    node: process.versions,
    mosquitto: await versionOf('mosquitto', ['-h']),
    system: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : 'unknown',
    kernel: release(),
  }
}

async function versionOf(program: string, args: readonly string[]): Promise<string> {
  const path = `${process.env.PATH}:/usr/sbin`
  const options = { env: { ...process.env, PATH: path }, timeout: 5000 }
  try {
    return (await run(program, [...args], options)).stdout.split('\n')[0] ?? ''
  } catch (error) {
    const { stdout, message } = error as Error & { stdout?: string } // help may end with a code
    return stdout?.split('\n')[0] || message
  }
}

function surroundings({ environment, clock }: CliIo) {
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('STROWGER_'))
  const free = (path: string) => {
    if (!existsSync(path)) return 'not there'
    const { bavail, blocks, bsize } = statfsSync(path)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  }
  return {
    at: new Date(clock.now()).toISOString(),
    uptimeSeconds: Math.round(clock.uptime() / 1000),
    variables: Object.fromEntries(variables),
    environment,
    processors: cpus().map(({ model }) => model),
    memoryBytes: totalmem(),
    load: loadavg(),
    addresses: networkInterfaces(),
    space: { data: free(environment.data), run: free(environment.run) },
  }
}

/** The configuration as `strowger export` prints it: secrets are left out there already. */
async function office(io: CliIo): Promise<string> {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  try {
    await exportCommand.run([], { ...io, json: false, stdout: write, stderr: write })
    return text
  } catch (error) {
    const why = setupErrorOf(error)?.message ?? (error instanceof Error ? error.message : '')
    return `# The configuration cannot be read: ${why}\n`
  }
}

function folder(path: string, prefix: string, wanted: (name: string) => boolean): TarFile[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map(({ name }) => {
      const text = readFileSync(join(path, name))
      return { path: `${prefix}${name}`, text: text.subarray(-LONGEST_LOG) }
    })
}
