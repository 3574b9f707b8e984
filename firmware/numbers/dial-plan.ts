import type { PartyNumber } from '../model/party-number.ts'

/** What a dialled string may lead to. */
export type Target =
  | { readonly kind: 'extension'; readonly extension: string }
  | { readonly kind: 'test'; readonly extension: string }
  | { readonly kind: 'nowhere'; readonly why: 'no-such-number' | 'not-a-number' }

/** The numbers that the plan knows: an index over the configured extensions. */
export interface NumberSpace {
  /** The extension with exactly this number. */
  extension(number: string): { readonly id: string; readonly kind: string } | undefined
}

export interface Routed {
  readonly target: Target
  /** One sentence a step, in order: what was looked at and what it decided. The same words are shown on the page. */
  readonly explanation: readonly string[]
}

/** Interprets what was dialled. Routing is data (DESIGN §5): this is the one reader of it, for calls and for explaining them. */
export function route(dialled: PartyNumber, space: NumberSpace): Routed {
  const explanation: string[] = []
  const end = (target: Target, sentence: string): Routed => {
    explanation.push(sentence)
    return { target, explanation }
  }

  if (dialled.digits === '') {
    return end(
      { kind: 'nowhere', why: 'not-a-number' },
      `'${dialled.raw}' is not a number that can be dialled`,
    )
  }
  explanation.push(`dialled ${dialled.digits}`)

  const extension = space.extension(dialled.digits)
  if (!extension) {
    return end({ kind: 'nowhere', why: 'no-such-number' }, `no extension is ${dialled.digits}`)
  }
  if (extension.kind === 'test') {
    return end(
      { kind: 'test', extension: extension.id },
      `${dialled.digits} is the echo and announcement test`,
    )
  }
  return end(
    { kind: 'extension', extension: extension.id },
    `${dialled.digits} is an extension: its call route decides`,
  )
}
