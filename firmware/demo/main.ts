import { systemClock } from '../clock/system-clock.ts'
import { Instance } from './instance.ts'
import { outsideCall } from './outside-call.ts'
import type { Say } from './say.ts'
import { twoTelephones } from './sip-call.ts'

const LINES = 'sim:fxs=2,fxo=2' // simulated: two analog telephones, two lines to a central office

interface Io {
  stdout(text: string): void
  stderr(text: string): void
}

/** `strowger demo`: telephones call each other through a server of their own. A command of the command line. */
export const command = {
  name: 'demo',
  summary: 'telephones call each other, and the world, through a server started for it',
  usage: '',
  run: async (_args: string[], { stdout, stderr }: Io): Promise<number> => {
    try {
      return (await demo(stdout)) ? 0 : 1
    } catch (error) {
      stderr(`demo: ${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    }
  },
}

/** @returns whether everybody heard what they should */
async function demo(say: Say): Promise<boolean> {
  const before = systemClock.uptime()
  const server = await Instance.start({ env: { STROWGER_LINES: LINES } })
  try {
    const seconds = (systemClock.uptime() - before) / 1000
    say(
      `● a telephone server on ${server.sip.address}:${server.sip.port}, ready in ${seconds.toFixed(1)} s\n`,
    )
    if (!(await twoTelephones(server, say))) return false
    say('\n')
    return await outsideCall(server, say)
  } finally {
    await server.stop()
  }
}

if (import.meta.main) {
  process.exitCode = await command.run([], {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  })
}
