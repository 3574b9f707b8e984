import { Cause } from '../calls/cause.ts'
import type { Next } from '../calls/program.ts'
import type { Target } from '../numbers/dial-plan.ts'

/** The program over a call to that target, with its first state; or why there is none. */
export function beginningOf(target: Target): Next | Cause {
  switch (target.kind) {
    case 'test':
      return { program: 'echo', state: { part: 'announcement' } }
    case 'extension':
      return { program: 'extension', state: { extension: target.extension, attempt: 0 } }
    case 'outside':
      return { program: 'outside', state: { number: target.number, attempt: 0 } }
    case 'emergency':
      return { program: 'emergency', state: { number: target.number } }
    case 'nowhere':
      return target.why === 'not-a-number' ? Cause.invalidNumberFormat : Cause.unallocatedNumber
  }
}
