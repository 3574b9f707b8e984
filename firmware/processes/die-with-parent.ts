import koffi from 'koffi'

const PR_SET_PDEATHSIG = 1
const SIGKILL = 9

/** This process is killed when its parent ends, however that ends (prctl(2)), even in the middle of work that listens to nothing. */
export function dieWithParent(parent: number): void {
  const library = koffi.load('libc.so.6')
  const prctl = library.func('int prctl(int option, ulong, ulong, ulong, ulong)')
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') // it ended before
}
