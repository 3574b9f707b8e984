/** What a run of tap amounts to. */
export interface Summary {
  /** Assertions; tap's own count at the end of its output. */
  readonly passed: number
  readonly failed: number
  /** Files in which something failed. */
  readonly failedFiles: readonly string[]
  /** Test, its file, and the reason given. */
  readonly skipped: readonly string[]
}

/**
 * Reads tap's raw output (TAP 14, a file being a subtest) and shows a line for each file as it ends, and of a failed file
 * everything but what passed. Output that ends without tap's totals counts as one failure: tap itself died.
 */
export async function readTap(
  lines: AsyncIterable<string>,
  show: (line: string) => void,
): Promise<Summary> {
  const skipped: string[] = []
  const failedFiles: string[] = []
  let totals: { passed: number; failed: number } | undefined
  let details: string[] = []

  for await (const line of lines) {
    const [, not, name, seconds] =
      /^(not )?ok \d+ - (.*?)(?: # time=([\d.]+m?s))?(?: \{)?$/.exec(line) ?? []
    if (name !== undefined) {
      show(`${not ? 'FAILED' : 'ok    '} ${name}${seconds ? `  ${seconds}` : ''}`)
      if (not) {
        failedFiles.push(name)
        for (const detail of failuresIn(details)) show(detail)
      }
      skipped.push(...details.flatMap((detail) => reasonToSkip(detail, name)))
      details = []
    }
    if (line.startsWith(' ')) details.push(line)
    totals = totalsIn(line) ?? totals
  }
  return { ...(totals ?? { passed: 0, failed: 1 }), failedFiles, skipped }
}

/** What of a file's output tells of failures: no tests that passed, no plans, no titles of what holds nothing else. */
function failuresIn(details: readonly string[]): string[] {
  const interesting = details.filter((line) => !/^\s*(ok \d+\b.*|1\.\.\d+|# time=.*|)$/.test(line))
  return interesting.filter((line, index) => {
    const isTitle = /^\s*# Subtest: /.test(line)
    return !isTitle || indentOf(interesting[index + 1] ?? '') > indentOf(line)
  })
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function reasonToSkip(line: string, file: string): string[] {
  const [, test, reason] = /^\s+ok \d+ - (.*?) # SKIP ?(.*)$/.exec(line) ?? []
  return test === undefined ? [] : [`${test} (${file}): ${reason || 'no reason given'}`]
}

function totalsIn(line: string): { passed: number; failed: number } | undefined {
  if (!/^# \{ total: \d/.test(line)) return undefined
  const count = (what: string) => Number(new RegExp(`\\b${what}: (\\d+)`).exec(line)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail') }
}
