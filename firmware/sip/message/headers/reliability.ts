import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { isToken } from '../tokens.ts'
import { count, single } from './header.ts'

/** RAck, RFC 3262 §7.2: which provisional response of which request is acknowledged. */
export interface RAck {
  readonly response: number
  readonly sequence: number
  readonly method: string
}

export const RACK = single('rack', (text): Result<RAck> => {
  const [response, sequence, method, ...rest] = text.split(/[ \t]+/)
  const acknowledged = { response: serial(response), sequence: count(sequence, 2 ** 31 - 1) }
  if (acknowledged.response === undefined || acknowledged.sequence === undefined) {
    return refuse('not two numbers and a method')
  }
  if (!method || !isToken(method) || rest.length) return refuse('not two numbers and a method')
  return ok({ response: acknowledged.response, sequence: acknowledged.sequence, method })
})

/** RSeq, RFC 3262 §7.1: 1 to 2**32 - 1. */
export const RSEQ = single('rseq', (text): Result<number> => {
  const number = serial(text)
  return number === undefined ? refuse('not a number from 1 to 2**32 - 1') : ok(number)
})

function serial(text: string | undefined): number | undefined {
  return count(text, 2 ** 32 - 1) || undefined
}

export function formatRAck({ response, sequence, method }: RAck): string {
  return `${response} ${sequence} ${method}`
}
