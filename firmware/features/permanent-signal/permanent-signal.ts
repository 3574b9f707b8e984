import type { Call } from '../../calls/call.ts'
import { Cause } from '../../calls/cause.ts'
import type { Tones } from '../../calls/country-tones.ts'
import type { Program } from '../../calls/program.ts'
import { howlerTone } from '../../calls/tones.ts'
import type { Signal } from '../../gateway/contract.ts'

/** A telephone that is off hook with nobody to talk to. */
export interface PermanentSignalState {
  /** Why its call ended. */
  readonly cause: Cause
  readonly part: 'pause' | 'tone' | 'howler' | 'lock-out'
}

export interface OffHookWatch {
  /** The telephone of that line has been off hook for so long that somebody should look; or no longer. */
  leftOffHook(line: string, on: boolean): void
}

const PAUSE_SECONDS = 2 // whoever is hanging up anyway hears nothing of it
const TONE_SECONDS = 20
const HOWLER_SECONDS = 40

/**
 * What an off-hook telephone hears when its call is over (GR-506 permanent signal): why, then a howler, then nothing until it is hung up.
 * It ends with that alone.
 */
export function permanentSignalProgram(
  watch: OffHookWatch,
  lineOf: (call: Call) => string,
): Program<PermanentSignalState> {
  return {
    name: 'permanent-signal',
    async run(call: Call, { cause, part }: PermanentSignalState): Promise<Cause> {
      let next: PermanentSignalState['part'] | undefined = part
      while (next !== undefined && next !== 'lock-out') {
        const [signal, seconds, after] = PARTS[next](cause, call.tones)
        await sound(call, next, signal, seconds)
        call.save({ cause, part: after })
        next = after
      }
      const line = lineOf(call)
      watch.leftOffHook(line, true)
      try {
        return await call.until<Cause>(() => undefined) // on hook throws
      } finally {
        watch.leftOffHook(line, false)
      }
    },
  }
}

type Part = (
  cause: Cause,
  tones: Tones,
) => [Signal | undefined, number, PermanentSignalState['part']]
const PARTS: Readonly<Record<'pause' | 'tone' | 'howler', Part>> = {
  pause: (cause) => [undefined, cause === Cause.normalClearing ? PAUSE_SECONDS : 0, 'tone'],
  tone: (cause, { busy, congestion }) => [
    cause === Cause.userBusy ? busy : congestion,
    TONE_SECONDS,
    'howler',
  ],
  howler: () => [howlerTone, HOWLER_SECONDS, 'lock-out'],
}

async function sound(
  call: Call,
  name: string,
  signal: Signal | undefined,
  seconds: number,
): Promise<void> {
  const attachment = `${call.origin.id}/${name}`
  if (signal) call.context.play(call.origin.id, attachment, 'to', signal)
  await call.until(() => undefined, call.steps.deadline(name, seconds))
  call.context.stop(attachment)
}
