/** Converts one recording, in a process that may read its own program and nothing else (SECURITY 13): from standard input to standard output. */
import { convert } from './convert.ts'

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const done = convert(Buffer.concat(chunks), {
  isRaw: process.argv.includes('--raw'),
  level: process.argv.includes('--level'),
})
const { wav = Buffer.alloc(0), ...told } = done.ok ? done.value : { refused: done.error }
process.stdout.write(`${JSON.stringify(told)}\n`)
process.stdout.write(wav)
