/** Looks at a disk after a power cut, in a process of its own: damage to LMDB's tree may end it. Argument: WORK. Gets data directory and marks, answers complaints. */
import type { Mark } from './recording.ts'
import { WORKS } from './works.ts'

const work = WORKS[process.argv[2] ?? '']
process.on('message', ({ data, marks }: { data: string; marks: Mark[] }) => {
  void work
    ?.complaints(data, marks)
    .catch((error: Error) => [`it cannot be opened: ${error}`])
    .then((complaints) => process.send?.(complaints))
})
