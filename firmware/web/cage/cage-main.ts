/**
 * Reads one file of strangers. Argument: what it is. Says "ready" when all its code is loaded, and waits until it may open nothing more; then
 * the file comes on standard input, and its answer goes out as JSON.
 */
import { type Kind, READERS } from './readers.ts'

const read = await READERS[process.argv[2] as Kind]()
process.stdin.resume().pause() // both are open from here on
process.stdout.write('ready\n')
const parts: Buffer[] = []
for await (const part of process.stdin) parts.push(part as Buffer)
process.stdout.write(JSON.stringify(read(Buffer.concat(parts))))
