import type { Rung, TracedMessage } from '../../../contract.ts'

/** To each arrow its message, both in their order; undefined where it is not kept, or is not here yet. */
export function messagesOf<M extends Pick<TracedMessage, 'at'>>(
  rungs: readonly Rung[],
  messages: readonly M[],
): readonly (M | undefined)[] {
  let next = 0
  return rungs.map(({ at }) => {
    while ((messages[next]?.at ?? at) < at) next++ // one that has no arrow yet
    return messages[next]?.at === at ? messages[next++] : undefined
  })
}
