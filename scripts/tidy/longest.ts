import type { Tree } from './tree.ts'

const SHOWN = 5

interface Length {
  readonly name: string
  readonly lines: number
}

/** What a reviewer may look at first, longest first: never a failure (STYLE, Files, functions, imports). */
export function longest(tree: Tree): string[] {
  const code = [...tree].filter(([path]) =>
    /^(firmware|hal|drivers|scripts)\/.*\.(tsx?|c)$/.test(path),
  )
  const files = code.map(([path, text]) => ({ name: path, lines: text.split('\n').length - 1 }))
  const functions = code.flatMap(([path, text]) => functionsIn(path, text))
  return [...top('longest files', files), ...top('longest functions', functions)]
}

function top(title: string, lengths: Length[]): string[] {
  const first = lengths.sort((a, b) => b.lines - a.lines).slice(0, SHOWN)
  return [`${title}:`, ...first.map(({ name, lines }) => `${String(lines).padStart(6)} ${name}`)]
}

const STARTS = {
  ts: /^( *)(?:(?:export|async|static|private|get|set|const|function\*?) )*([#\w$]+)\b.*[)>] ?.*\{$/,
  c: /^()(?:[\w*]+ +)+\**(\w+)\([^;]*$/,
}

/** Functions by their indentation, which the formatters fix: from the line that opens to the `}` as far in. */
function functionsIn(path: string, text: string): Length[] {
  const starts = path.endsWith('.c') ? STARTS.c : STARTS.ts
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const [, indent, name] = starts.exec(line) ?? []
    if (
      name === undefined ||
      /^(if|for|while|switch|return|else|try|catch|t|interface|type|class|await|yield)$/.test(name)
    )
      return []
    const end = lines.findIndex((one, at) => at > index && one.startsWith(`${indent}}`))
    return end < 0 ? [] : [{ name: `${path}:${index + 1} ${name}`, lines: end - index + 1 }]
  })
}
