/**
 * Records one work on a disk and cuts the power at many points of the recording, in a mount namespace of its own: arguments DIRECTORY (for
 * files of this trial, in memory), RECORDER (the program), WORK, SEED, CUTS, and maybe LIBRARY, preloaded by the work. Prints one line of JSON.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Chance } from '../../virtual/chance.ts'
import { CutDisk, LOSSES } from './cut-disk.ts'
import { Look } from './look.ts'
import { type Entry, readRecording } from './recording.ts'

const SIZE = 32 * 1024 * 1024 // bytes
const MOST_TOLD = 20

const [directory = '', recorder = '', name = '', seed = '1', count = '1', library] =
  process.argv.slice(2)
const look = new Look(name)
const path = (file: string) => join(directory, file)
const WORKER = new URL('worker.ts', import.meta.url).pathname
mkdirSync(path('mount'), { recursive: true })

await record()
process.stdout.write(`${JSON.stringify(await cutOften(readRecording(path('log'))))}\n`)
look.end()

async function record(): Promise<void> {
  writeFileSync(path('disk'), '')
  execFileSync('mkfifo', [path('marks')])
  const words = [path('disk'), String(SIZE), path('log'), path('marks')]
  const child = spawn(recorder, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await ready(child)
  const disk = ['-q', '-F', '-t', 'ext4', '-b', '4096', '-J', 'size=4']
  execFileSync('mke2fs', [
    ...disk,
    '-E',
    'nodiscard,lazy_itable_init=0,lazy_journal_init=0',
    path('disk'),
  ])
  const how = name === 'day' ? 'noatime,lazytime' : 'commit=1' // a day as the flash of a box is mounted; else as many journal writes as can be had
  execFileSync('mount', ['-o', `loop,${how}`, path('disk'), path('mount')])
  await worked('prepare', {})
  execFileSync('sync')
  mark({ what: 'begin' })
  await worked('run', library ? { LD_PRELOAD: library } : {})
  mark({ what: 'end' })
  execFileSync('umount', [path('mount')])
  execFileSync('umount', [path('disk')])
  await ended
}

async function ready(child: ChildProcess): Promise<void> {
  const first = child.stdout && once(child.stdout, 'data')
  const ended = once(child, 'exit').then(() => {
    throw new Error('the recorder ended')
  })
  await Promise.race([first, ended])
  ended.catch(() => {}) // it ends some time
}

/** In a process of its own: nothing that it has cached is here when its disk is looked at. */
async function worked(step: string, more: Readonly<Record<string, string>>): Promise<void> {
  const words = [WORKER, name, step, join(path('mount'), 'data'), path('marks'), seed]
  const child = spawn(process.execPath, words, {
    stdio: 'inherit',
    env: { ...process.env, ...more },
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the work ${name} ended with ${code}`)
}

function mark(content: { readonly what: string }): void {
  const file = openSync(path('marks'), 'w')
  writeSync(file, `${JSON.stringify(content)}\n`)
  closeSync(file)
}

async function cutOften(entries: readonly Entry[]) {
  const first = entries.findIndex((entry) => entry.kind === 'mark' && entry.mark.what === 'begin')
  const chance = new Chance(Number(seed))
  const points = Array.from({ length: Number(count) }, () =>
    chance.between(first + 1, entries.length),
  )
  const disk = new CutDisk(entries, SIZE)
  const image = openSync(path('image'), 'w+')
  const complaints: string[] = []
  let lossy = 0
  for (const [cut, point] of points.toSorted((a, b) => a - b).entries()) {
    disk.advance(point)
    if (disk.cached > 0) lossy++
    const loss = LOSSES[cut % LOSSES.length] ?? 'all'
    writeSync(image, disk.certain, 0, SIZE, 0)
    for (const { offset, bytes } of disk.survivors(loss, chance))
      writeSync(image, bytes, 0, bytes.length, offset)
    const found = await foundAfter(entries, point)
    complaints.push(
      ...found.map((one) => `cut ${cut} after ${point} of ${entries.length} (${loss}): ${one}`),
    )
  }
  const kinds = (kind: Entry['kind']) =>
    entries.slice(first).filter((entry) => entry.kind === kind).length
  return {
    cuts: points.length,
    lossy,
    writes: kinds('write'),
    bytes: bytesBetween(entries, 'day', 'night'),
    flushes: kinds('flush'),
    marks: kinds('mark'),
    wrong: complaints.length,
    complaints: complaints.slice(0, MOST_TOLD),
  }
}

/** Written between two marks. */
function bytesBetween(entries: readonly Entry[], from: string, to: string): number {
  const at = (what: string) =>
    entries.findIndex((entry) => entry.kind === 'mark' && entry.mark.what === what)
  const between = entries.slice(Math.max(0, at(from)), Math.max(0, at(to)))
  return between.reduce((sum, entry) => sum + (entry.kind === 'write' ? entry.bytes.length : 0), 0)
}

/** As after a boot: the journal is replayed, the store is looked at, and changed. */
async function foundAfter(entries: readonly Entry[], point: number): Promise<string[]> {
  const marks = entries
    .slice(0, point)
    .flatMap((entry) => (entry.kind === 'mark' ? [entry.mark] : []))
  try {
    execFileSync('mount', ['-o', 'loop', path('image'), path('mount')])
  } catch (error) {
    return [`it cannot be mounted: ${error}`]
  }
  const found = await look.complaints(join(path('mount'), 'data'), marks)
  execFileSync('umount', [path('mount')])
  return found
}
