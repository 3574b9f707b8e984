/** A call's number site-epoch-sequence, taken apart. */
export interface CallNumber {
  readonly site: number
  readonly epoch: number
  readonly sequence: number
}

/** Undefined for a call that is numbered in another way. */
export function callNumber(text: string): CallNumber | undefined {
  const [, site, epoch, sequence] = /^(\d{1,3})-(\d{1,8})-(\d{1,10})$/.exec(text) ?? []
  if (site === undefined) return undefined
  return { site: Number(site), epoch: Number(epoch), sequence: Number(sequence) }
}

/** The number with leading zeros, so that the order of keys is that of time; what is numbered in another way stays as it is. */
export function callKey(call: string): string {
  const number = callNumber(call)
  if (!number) return call
  const { site, epoch, sequence } = number
  return `${padded(site, 3)}-${padded(epoch, 8)}-${padded(sequence, 10)}`
}

const padded = (number: number, digits: number) => String(number).padStart(digits, '0')
