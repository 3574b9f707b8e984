import { until } from '../../../firmware/demo/wait.ts'
import type { Step } from '../../peers/scenario.ts'
import type { Sipp, SippMessage, SippResult } from '../../peers/sipp.ts'
import { Heard, isThat } from './heard.ts'

/** Plays to the end, with the cues that it waits for. */
export async function finished(
  name: string,
  does: readonly Step[],
  peers: ReadonlyMap<string, Sipp>,
): Promise<readonly [name: string, result: SippResult]> {
  const own = peers.get(name)
  if (!own) throw new Error(`${name} is not there`)
  const ended = own.finished()
  const cues = async () => {
    for (const [place, step] of does.entries()) {
      if (step.kind !== 'waits') continue
      await until(`${name} to wait`, () => isDone(own.messages, does.slice(0, place)))
      await cued(own, step, peers)
    }
  }
  await Promise.race([ended, cues()])
  return [name, await ended]
}

/** Whether a peer has the last of these steps behind it. */
function isDone(messages: readonly SippMessage[], steps: readonly Step[]): boolean {
  const last = steps.at(-1)
  if (last?.kind !== 'sends' && last?.kind !== 'gets') return true
  const [way, what] =
    last.kind === 'sends' ? (['out', last.method] as const) : (['in', last.what] as const)
  const same = steps.filter((step) => step.kind === last.kind && whatOf(step) === what)
  const seen = new Heard(messages.filter((one) => one.way === way && isThat(one.message, what)))
  return seen.all.length >= same.length
}

function whatOf(step: Step): string | number | undefined {
  if (step.kind === 'sends') return step.method
  return step.kind === 'gets' ? step.what : undefined
}

async function cued(
  own: Sipp,
  { peer, what }: Extract<Step, { kind: 'waits' }>,
  peers: ReadonlyMap<string, Sipp>,
): Promise<void> {
  await until(`${peer} to get ${what}`, () => {
    const messages = peers.get(peer)?.messages ?? []
    return messages.some((one) => one.way === 'in' && isThat(one.message, what))
  })
  await own.cue()
}
