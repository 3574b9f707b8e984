import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import type { Program } from '../../calls/program.ts'
import { beep } from '../../calls/tones.ts'
import type { Signal } from '../../gateway/contract.ts'

export interface EchoState {
  readonly part: 'announcement' | 'echo'
}

/** The spoken texts of the test. */
export interface EchoPrompts {
  readonly welcome: Signal
  readonly goodbye: Signal
}

const LONGEST_SECONDS = 10 * 60

/** The test extension: says what it is, gives back what it hears, and ends with `#` or after ten minutes. */
export function echoProgram(prompts: EchoPrompts): Program<EchoState> {
  return {
    name: 'echo',
    async run(call: Call, state: EchoState): Promise<Cause> {
      await call.answer()
      if (state.part === 'announcement') {
        const failed = await call.play(prompts.welcome, { bargeIn: true })
        if (failed) await call.play(beep, { bargeIn: true })
        call.save({ part: 'echo' })
      }

      call.context.echo(call.origin.id, true)
      await hash(call)

      call.context.echo(call.origin.id, false)
      await call.play(prompts.goodbye, { bargeIn: false })
      return causes.normalClearing
    },
  }
}

/** Waits for `#`; other keys only count for the caller's amusement. */
async function hash(call: Call): Promise<void> {
  const until = call.clock.uptime() + LONGEST_SECONDS * 1000
  while (call.clock.uptime() < until) {
    const digit = await call.nextDigit(LONGEST_SECONDS)
    if (digit === '#' || digit === undefined) return
    call.save({ part: 'echo' })
  }
}
