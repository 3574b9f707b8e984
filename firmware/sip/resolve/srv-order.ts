import type { Srv } from './dns-source.ts'

/**
 * The order in which servers are tried, RFC 2782: lowest priority first, within one priority by lot, heavier ones more often.
 * @param random from 0 (included) to 1 (not included)
 */
export function orderServers(records: readonly Srv[], random: () => number): Srv[] {
  const byPriority = [...records].sort((one, other) => one.priority - other.priority)
  const ordered: Srv[] = []
  for (let at = 0; at < byPriority.length; ) {
    const priority = byPriority[at]?.priority
    const alike = byPriority.filter((record) => record.priority === priority)
    ordered.push(...drawAll(alike, random))
    at += alike.length
  }
  return ordered
}

/** Weightless ones come first in the urn, so that they are drawn, but rarely. */
function drawAll(records: readonly Srv[], random: () => number): Srv[] {
  const urn = [...records].sort((one, other) => Math.sign(one.weight) - Math.sign(other.weight))
  const drawn: Srv[] = []
  while (urn.length > 0) {
    const total = urn.reduce((sum, { weight }) => sum + weight, 0)
    const lot = Math.floor(random() * (total + 1))
    let sum = 0
    const at = urn.findIndex(({ weight }) => {
      sum += weight
      return sum >= lot
    })
    drawn.push(...urn.splice(Math.max(at, 0), 1))
  }
  return drawn
}
