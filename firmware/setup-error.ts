/** sysexits.h EX_CONFIG: what a program exits with when a person must mend something first. */
export const EX_CONFIG = 78
/** sysexits.h EX_DATAERR: the same, of a program that finds what is stored damaged. Others still run, and one of them restores a snapshot. */
export const EX_DATAERR = 65

/** A program cannot start until a person mends something: a port in use, a wrong value, a full disk. Ends it with EX_CONFIG. */
export class SetupError extends Error {
  readonly remedy: string
  /** What the program ends with. */
  readonly exitCode: number = EX_CONFIG

  /** @param text what is wrong, naming it; @param remedy what to do about it; each a sentence */
  constructor(text: string, remedy: string, options?: ErrorOptions) {
    super(text, options)
    this.name = 'SetupError'
    this.remedy = remedy
  }
}

interface SystemError extends Error {
  readonly code?: string
  readonly syscall?: string
  readonly address?: string
  readonly port?: number
  readonly path?: string
}

/** The setup error behind what a start-up threw, or undefined when it is none that a person could mend. */
export function setupErrorOf(error: unknown): SetupError | undefined {
  if (error instanceof SetupError) return error
  if (!(error instanceof Error)) return undefined
  const { code, address, port, path, message } = error as SystemError
  const where = path ?? (port === undefined ? address : `${address ?? '*'} port ${port}`) ?? message
  const said = (text: string, remedy: string) => new SetupError(text, remedy, { cause: error })
  switch (code) {
    case 'EADDRINUSE':
      return said(
        `${where} is in use by another program.`,
        'Stop that program or choose another port.',
      )
    case 'EADDRNOTAVAIL':
      return said(`${where} is not an address of this machine.`, 'Correct STROWGER_BIND.')
    case 'EACCES':
    case 'EPERM':
      return said(`${where} may not be used by this user.`, 'Grant it, or choose another one.')
    case 'ENOSPC':
    case 'EDQUOT':
      return said(`${where}: no space left.`, 'Free some space there.')
    case 'EROFS':
      return said(
        `${where} is on a read-only file system.`,
        'Set STROWGER_DATA to a directory that can be written.',
      )
    default:
      return error.cause === undefined ? undefined : setupErrorOf(error.cause)
  }
}
