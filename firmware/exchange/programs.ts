import { Cause } from '../calls/cause.ts'
import type { Leg } from '../calls/leg.ts'
import { LineLeg } from '../calls/line-leg.ts'
import { ProgramLibrary } from '../calls/program.ts'
import { conversationProgram } from '../features/conversation/conversation.ts'
import { diallingProgram } from '../features/dialling/dialling.ts'
import { echoProgram } from '../features/echo/echo.ts'
import { emergencyProgram } from '../features/emergency/emergency.ts'
import { extensionProgram } from '../features/extension/extension.ts'
import { outsideProgram } from '../features/outside/outside.ts'
import type { OffHookWatch } from '../features/permanent-signal/permanent-signal.ts'
import { permanentSignalProgram } from '../features/permanent-signal/permanent-signal.ts'
import type { Signal } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { Target } from '../numbers/dial-plan.ts'
import { route } from '../numbers/dial-plan.ts'
import type { Reachable } from '../numbers/reach.ts'
import { prompt } from '../prompts/prompts.ts'
import { beginningOf } from './beginnings.ts'
import type { Office } from './office.ts'

export interface ProgramsOptions {
  readonly office: Office
  readonly reachable: Reachable
  readonly watch: OffHookWatch
  readonly setUpAnnouncement: () => Signal | undefined
}

/** Every program that may run over a call, by name. */
export function programsOf(options: ProgramsOptions): ProgramLibrary {
  const { office, reachable, watch, setUpAnnouncement } = options
  const numbers = {
    space: office,
    get timing() {
      return office.plan // as it is now
    },
  }
  const programs = new ProgramLibrary()
  programs.add(echoProgram({ welcome: prompt('echo-welcome'), goodbye: prompt('echo-goodbye') }))
  programs.add(extensionProgram(reachable))
  programs.add(outsideProgram(reachable))
  programs.add(emergencyProgram(reachable))
  programs.add(
    diallingProgram({
      numbers,
      setUpAnnouncement,
      begin: (device, dialled) => {
        const { target } = route(dialled, office)
        return mayDial(office, device, target) ? beginningOf(target) : Cause.outgoingBarred
      },
    }),
  )
  programs.add(
    permanentSignalProgram(watch, ({ origin }) => (origin instanceof LineLeg ? origin.line : '')),
  )
  programs.add(
    conversationProgram({
      numbers,
      reachable,
      target: (holder, held, dialled) => consulted(office, holder, held, dialled),
    }),
  )
  return programs
}

/** HSF-15: a telephone that may not place calls; emergency calls always pass. */
function mayDial(office: Office, device: string | undefined, target: Target): boolean {
  if (target.kind === 'emergency' || device === undefined) return true
  return office.analogById(device)?.canPlaceCalls ?? true
}

/** A leg on an outside line, analog or SIP. */
function isOutside(office: Office, leg: Leg): boolean {
  if (leg instanceof LineLeg) return leg.kind === 'fxo'
  return office.trunks.some(({ trunk }) => trunk.id === leg.device)
}

/** Two outside lines are not joined with each other: whoever calls in would call out at our cost (SECURITY row 10, CO-21). */
function consulted(office: Office, holder: Leg, held: Leg, dialled: PartyNumber): Target | Cause {
  const { target } = route(dialled, office)
  if (!mayDial(office, holder.device, target)) return Cause.outgoingBarred
  if (target.kind === 'outside' && isOutside(office, held)) {
    return Cause.outgoingBarred
  }
  const next = beginningOf(target)
  return typeof next === 'number' ? next : target
}
