/** A text of YAML or JSON as a tree of plain data, with the place of everything: what a process without rights can hand to another. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'

export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * One value: where it stands, and what it is. `plain` text is not quoted; `foreign` is an alias or has a tag, and is not read. Arrays, because
 * a file of 2 MB has half a million of them.
 */
export type TreeNode = readonly [line: number, column: number, ...content: Content]
type Content =
  | readonly [kind: 'text' | 'plain', text: string]
  | readonly [kind: 'list', items: readonly (TreeNode | null)[]]
  | readonly [kind: 'group', pairs: readonly TreePair[]]
  | readonly [kind: 'foreign']
export type TreePair = readonly [key: TreeNode, value: TreeNode | null]

/** Why there is no tree: for whoever wrote the text, in the parser's own words unless it says `code`. */
export interface TreeProblem extends Place {
  readonly code: 'syntax' | 'several' | 'deep'
  readonly what: string
}

export interface Tree {
  readonly root: TreeNode | null
  readonly problems: readonly TreeProblem[]
}

/** Levels of a tree: deeper ones are cut off here, and reported where the tree is read. */
const CUT_AT = 40
const MOST_PROBLEMS = 100

export function readTree(text: string): Tree {
  if (isNestedTooDeeply(text)) return failed([{ code: 'deep', what: '', line: 1, column: 1 }])
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  // Failsafe: every scalar is its text, so that 0101 keeps its zero and `no` is what the field makes of it.
  const options = { schema: 'failsafe', lineCounter: lines, prettyErrors: false } as const
  const document = parseDocument(text, options)
  if (document.errors.length > 0) {
    return failed(
      document.errors.slice(0, MOST_PROBLEMS).map(({ code, message, pos }) => {
        const several = code === 'MULTIPLE_DOCS'
        return {
          code: several ? 'several' : 'syntax',
          what: message.split('\n')[0] ?? '',
          ...at(pos[0]),
        }
      }),
    )
  }
  return { root: asTree(document.contents, at, 0), problems: [] }
}

function failed(problems: readonly TreeProblem[]): Tree {
  return { root: null, problems }
}

/** Looked at before the parser sees it, which recurses. Brackets within quotes count too: nobody has so many. */
function isNestedTooDeeply(text: string): boolean {
  let open = 0
  for (let at = 0; at < text.length && open < 1000; at++) {
    const character = text[at]
    if (character === '[' || character === '{') open++
    else if (character === ']' || character === '}') open--
  }
  return open >= 1000 || /(?:[-?:][ \t\n]+){100}/.test(text) || /^ {1000}/m.test(text)
}

function asTree(node: Node | null, at: (offset: number) => Place, depth: number): TreeNode | null {
  if (!node) return null
  const { line, column } = at(node.range?.[0] ?? 0)
  const inner = (one: unknown) => asTree(one as Node | null, at, depth + 1)
  if (isAlias(node) || node.tag !== undefined) return [line, column, 'foreign']
  if (isScalar(node)) {
    return [line, column, node.type === 'PLAIN' ? 'plain' : 'text', String(node.value ?? '')]
  }
  const cut = depth >= CUT_AT
  if (isSeq(node)) return [line, column, 'list', cut ? [] : node.items.map(inner)]
  if (!isMap(node)) return null
  const pairs = (cut ? [] : node.items) as Pair<Node, Node | null>[]
  const known = pairs.flatMap(({ key, value }): TreePair[] => {
    const name = inner(key)
    return name ? [[name, inner(value)]] : []
  })
  return [line, column, 'group', known]
}
