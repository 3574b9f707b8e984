import type { Finding, Tree } from './tree.ts'
import { matchesByLine } from './tree.ts'

const NOW = /\bnew Date\(\)|\bDate\(\)|['"](?:node:)?timers(?:\/promises)?['"]/g

/** What Biome's ban on Date.now, setTimeout and setInterval does not see (biome.json). */
export function ownTime(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    if (!/^(firmware|hal)\/.*\.tsx?$/.test(path) || path.startsWith('firmware/clock/')) continue
    for (const [line, [what]] of matchesByLine(text, NOW)) {
      findings.push({ where: `${path}:${line}`, what: `${what}: all time comes from the Clock` })
    }
  }
  return findings
}
