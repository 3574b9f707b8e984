/**
 * What no linter knows. Prints findings and fails if there are any; then prints the longest files and functions, which
 * is for information. Usage: tidy.ts [FOLDER]; the specification, if there is one, lies beside it.
 */
import { join } from 'node:path'
import { ownTime } from './tidy/clock.ts'
import { deadFiles } from './tidy/dead-files.ts'
import { brokenLinks } from './tidy/links.ts'
import { longest } from './tidy/longest.ts'
import { unknownRequirements } from './tidy/requirements.ts'
import { readTree } from './tidy/tree.ts'
import { machinePaths, trademarks } from './tidy/words.ts'

const root = process.argv[2] ?? '.'
const tree = readTree(root)
const findings = [
  ...deadFiles(tree),
  ...ownTime(tree),
  ...machinePaths(tree),
  ...trademarks(tree),
  ...unknownRequirements(tree, join(root, '../shared/spec')),
  ...brokenLinks(tree),
]

for (const { where, what } of findings) console.log(`${where}: ${what}`)
for (const line of longest(tree)) console.log(line)
if (findings.length > 0) process.exitCode = 1
