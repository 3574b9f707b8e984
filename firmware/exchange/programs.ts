import type { Call } from '../calls/call.ts'
import { Cause } from '../calls/cause.ts'
import type { Leg } from '../calls/leg.ts'
import { LineLeg } from '../calls/line-leg.ts'
import type { Next } from '../calls/program.ts'
import { ProgramLibrary } from '../calls/program.ts'
import { conversationProgram } from '../features/conversation/conversation.ts'
import { diallingProgram } from '../features/dialling/dialling.ts'
import { echoProgram } from '../features/echo/echo.ts'
import { emergencyProgram } from '../features/emergency/emergency.ts'
import type { ExtensionState } from '../features/extension/extension.ts'
import { extensionProgram } from '../features/extension/extension.ts'
import type { OutsideState } from '../features/outside/outside.ts'
import { outsideProgram } from '../features/outside/outside.ts'
import type { OffHookWatch } from '../features/permanent-signal/permanent-signal.ts'
import { permanentSignalProgram } from '../features/permanent-signal/permanent-signal.ts'
import { transferProgram } from '../features/transfer/transfer.ts'
import type { TransferOffice } from '../features/transfer/transfer-office.ts'
import type { Signal } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { Target } from '../numbers/dial-plan.ts'
import { route } from '../numbers/dial-plan.ts'
import type { Goal, Reachable } from '../numbers/reach.ts'
import { message } from '../prompts/catalogue/catalogue.ts'
import { holdMusic } from '../prompts/hold-music.ts'
import type { Prompts } from '../prompts/prompts.ts'
import { beginningOf } from './beginnings.ts'
import type { Office } from './office.ts'

export interface ProgramsOptions {
  readonly office: Office
  readonly reachable: Reachable
  readonly calls: () => TransferOffice['calls']
  readonly handingOver: TransferOffice['handingOver']
  readonly watch: OffHookWatch
  readonly setUpAnnouncement: () => Signal | undefined
  readonly prompts: Prompts
  /** Folder of recordings for who is on hold. */
  readonly music: string
}

/** Every program that may run over a call, by name. */
export function programsOf(options: ProgramsOptions): ProgramLibrary {
  const { office, reachable, watch, setUpAnnouncement, prompts, calls } = options
  const numbers = {
    space: office,
    get timing() {
      return office.plan // as it is now
    },
  }
  const programs = new ProgramLibrary()
  programs.add(
    echoProgram({
      get welcome() {
        return prompts.signal('en', message('test.echo-welcome'))
      },
      get goodbye() {
        return prompts.signal('en', message('test.echo-goodbye'))
      },
    }),
  )
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
      holdMusic: ({ device }) => holdMusic(office.holdMusic(device), { uploaded: options.music }),
    }),
  )
  programs.add(
    transferProgram({
      reachable,
      target: (transferor, transferred, dialled) =>
        consulted(office, transferor, transferred, dialled),
      program: (target) => answeringBy(target),
      reaching,
      handingOver: (transferred, to) => options.handingOver(transferred, to),
      joining: (one, other) =>
        isOutside(office, one) && isOutside(office, other) ? 'refused' : 'here',
      calls: {
        callWith: (leg) => calls().callWith(leg),
        move: (...how) => calls().move(...how),
      },
    }),
  )
  return programs
}

/** The device is a handset or analog telephone of ours, not an outside line. */
export function isTelephone(office: Office, device: string | undefined): boolean {
  if (device === undefined) return false
  return office.byId(device) !== undefined || office.analogById(device) !== undefined
}

/** The program of a target that rings nobody; an emergency call has its own way of ringing. */
function answeringBy(target: Target): Next | undefined {
  if (target.kind !== 'test' && target.kind !== 'emergency') return undefined
  const next = beginningOf(target)
  return typeof next === 'number' ? undefined : next
}

/** What the programs that ring somebody are at, by the states that they save. */
function reaching({ program, steps }: Call): { goal: Goal; attempt: number } | undefined {
  if (program === 'extension') {
    const { extension, attempt } = steps.saved.state as ExtensionState
    return { goal: { kind: 'extension', extension }, attempt }
  }
  if (program !== 'outside') return undefined
  const { number, attempt } = steps.saved.state as OutsideState
  return { goal: { kind: 'outside', number }, attempt }
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

/** Where the telephone of `holder` may send the other party. Two outside lines are not joined with each other: whoever calls in would call out at our cost (SECURITY row 10, CO-21). */
export function consulted(
  office: Office,
  holder: Leg,
  held: Leg,
  dialled: PartyNumber,
): Target | Cause {
  const { target } = route(dialled, office)
  if (!mayDial(office, holder.device, target)) return Cause.outgoingBarred
  if (target.kind === 'outside' && isOutside(office, held)) {
    return Cause.outgoingBarred
  }
  const next = beginningOf(target)
  return typeof next === 'number' ? next : target
}
