import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { aDirectory } from '../a-store.ts'

type Test = Parameters<typeof aDirectory>[0]

/** What came of a trial; see trial.ts. */
export interface Trial {
  readonly cuts: number
  /** Cuts at which a cache held something. */
  readonly lossy: number
  readonly writes: number
  /** Written between the marks `day` and `night`, octets. */
  readonly bytes: number
  readonly flushes: number
  readonly marks: number
  readonly wrong: number
  readonly complaints: readonly string[]
}

const TRIAL = new URL('trial.ts', import.meta.url).pathname
const RECORDER = new URL('disk-recorder.c', import.meta.url).pathname
const IN_NAMESPACE = ['-m', '--propagation', 'private']

/** Why no disk can be recorded here; undefined where it can. */
export function cannotRecord(): string | undefined {
  if (process.platform !== 'linux') return 'FUSE and loop devices are Linux'
  if (process.geteuid?.() !== 0) return 'mounting a recorded disk takes root'
  if (!existsSync('/dev/fuse') || !existsSync('/dev/loop-control'))
    return 'no FUSE or no loop devices'
  const mount = spawnSync('unshare', [...IN_NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
  return mount.status === 0 ? undefined : 'nothing can be mounted here'
}

/** @param preload source in C of a library that the work gets before the system's */
export async function powerCuts(
  t: Test,
  options: { work: string; seed: number; cuts: number; preload?: string },
): Promise<Trial> {
  const directory = aDirectory(t)
  const { work, seed, cuts, preload } = options
  const recorder = join(directory, 'disk-recorder')
  execFileSync('cc', ['-O2', '-Wall', RECORDER, '-o', recorder])
  const library = join(directory, 'preload.so')
  if (preload) {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-x', 'c', '-', '-o', library], {
      input: preload,
    })
  }
  const words = [process.execPath, TRIAL, directory, recorder, work, String(seed), String(cuts)]
  const child = spawn('unshare', [...IN_NAMESPACE, ...words, ...(preload ? [library] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  t.teardown(() => child.kill('SIGKILL')) // its mounts go with its namespace
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`the trial ended with ${code}`)
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Trial
}
