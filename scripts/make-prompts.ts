/**
 * Makes what is said and nobody recorded: phrases by a speech synthesiser, recordings without the silence at their ends, pauses. What is there
 * already stays; what is no longer wanted goes. Without the synthesiser, or with one that fails, it says so and is content: prompts have a
 * next best. Usage: make-prompts.ts [FOLDER]
 */
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { isAudible } from '../firmware/prompts/audible.ts'
import type { SpokenLanguage } from '../firmware/prompts/language.ts'
import { SPOKEN_LANGUAGES } from '../firmware/prompts/language.ts'
import { madePath, pausePath, readAs, trimmedPath, VOICES } from '../firmware/prompts/made.ts'
import { PAUSES_MS } from '../firmware/prompts/part.ts'
import { MADE } from '../firmware/prompts/prompts.ts'
import { RECORDED, recording } from '../firmware/prompts/recordings.ts'
import { vocabulary } from '../firmware/prompts/vocabulary.ts'
import { atLevel, RATE, readPcm, resampled, trimmed, wavOf } from './prompts/audio.ts'

const folder = process.argv[2] ?? MADE
const wanted = new Set<string>()
const failures: string[] = []

/** Written beside, then put in place: a server that runs meanwhile never plays half a prompt. */
function keep(path: string, samples: Int16Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, wavOf(samples))
  renameSync(draft, path)
}

function makePauses(): void {
  for (const pauseMs of PAUSES_MS) {
    const path = pausePath(folder, pauseMs)
    wanted.add(path)
    if (!isAudible(path)) keep(path, new Int16Array((RATE * pauseMs) / 1000))
  }
}

/** Trimmed copies carry the time of their originals, so that another release of the package replaces them. */
function trimRecordings(language: SpokenLanguage): void {
  for (const name of new Set(Object.values(RECORDED[language]))) {
    const original = recording(name, language)
    const path = trimmedPath(folder, name, language)
    wanted.add(path)
    const status = statSync(original, { throwIfNoEntry: false })
    if (!status) failures.push(`${original} is not installed`)
    else if (!isAudible(path) || statSync(path).mtimeMs !== Math.floor(status.mtimeMs)) {
      const { samples, rate } = readPcm(readFileSync(original))
      keep(path, trimmed(resampled(samples, rate)))
      utimesSync(path, Math.floor(status.mtimeMs) / 1000, Math.floor(status.mtimeMs) / 1000)
    }
  }
}

interface Job {
  readonly path: string
  readonly text: string
  readonly language: SpokenLanguage
}

/** What the synthesiser still has to speak. */
function jobs(language: SpokenLanguage): Job[] {
  const all = [...vocabulary(language)].map((phrase) => ({
    path: madePath(folder, phrase, language),
    text: readAs(phrase, language),
    language,
  }))
  for (const { path } of all) wanted.add(path)
  return [...new Map(all.map((job) => [job.path, job])).values()].filter(
    ({ path }) => !isAudible(path),
  )
}

async function speak({ path, text, language }: Job): Promise<void> {
  const { program, arguments: options, levelDbfs } = VOICES[language]
  const draft = `${path}.${process.pid}.raw`
  mkdirSync(dirname(path), { recursive: true })
  const words = program === 'flite' ? ['-t', text, '-o', draft] : ['-w', draft, '--', text]
  try {
    await run(program, [...options, ...words])
    const { samples, rate } = readPcm(readFileSync(draft))
    keep(path, atLevel(trimmed(resampled(samples, rate)), levelDbfs))
  } finally {
    rmSync(draft, { force: true })
  }
}

function run(program: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore'] })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    )
  })
}

async function speakAll(queue: Job[]): Promise<void> {
  const worker = async () => {
    for (let job = queue.pop(); job; job = queue.pop()) {
      const { text, language } = job
      await speak(job).catch((error: unknown) => {
        failures.push(`${language} "${text}": ${error instanceof Error ? error.message : error}`)
      })
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

/** Drafts of a run that was killed, and what earlier catalogues said. */
function removeUnwanted(below: string): void {
  if (!existsSync(below)) return
  for (const entry of readdirSync(below, { withFileTypes: true })) {
    const path = join(below, entry.name)
    if (entry.isDirectory()) removeUnwanted(path)
    else if (!wanted.has(path) && !entry.name.startsWith('.')) rmSync(path, { force: true })
  }
}

makePauses()
for (const language of SPOKEN_LANGUAGES) trimRecordings(language)
await speakAll(SPOKEN_LANGUAGES.flatMap(jobs))
if (failures.length === 0) removeUnwanted(folder)
for (const failure of failures.slice(0, 5)) console.error(`make-prompts: ${failure}`)
if (failures.length > 0) {
  console.error(`make-prompts: ${failures.length} prompts are missing; the next best is played`)
  process.exitCode = 1
}
