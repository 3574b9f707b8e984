/** Reads the text of an office file into objects by natural key, with the place of everything for messages. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLParseError,
} from 'yaml'
import { meantOrKnown } from '../model/check.ts'
import type { Entity } from '../model/entity.ts'
import type { Field, Fields } from '../model/field.ts'
import { printable } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { entities as all } from '../model/registry.ts'
import { asMessage, type Text } from '../words/message.ts'
import { message } from '../words/say.ts'

const entities = all.filter(({ rules }) => !rules.internal)
export const LARGEST = 2_000_000 // bytes: some thousand telephones
const DEEPEST = 20 // levels: a route has eight

export interface Place {
  readonly line: number
  readonly column: number
}

/** One object as the file has it. References hold natural keys; what cannot be converted stays text, for the store to refuse. */
export interface FileObject {
  readonly entity: Entity
  /** Natural key; undefined for a singleton. */
  readonly key: string | undefined
  readonly values: Readonly<Record<string, unknown>>
  readonly place: Place
  /** Where each field stands, by its path. */
  readonly places: ReadonlyMap<string, Place>
}

export interface OfficeFile {
  readonly objects: readonly FileObject[]
  /** Entities whose section the file has. */
  readonly sections: ReadonlySet<Entity>
  readonly problems: readonly Problem[]
}

export function readOfficeFile(text: string): OfficeFile {
  const long = isLong(text)
  if (long) return failed([long])
  if (isNestedTooDeeply(text)) return failed([tooDeep])
  const lines = new LineCounter()
  // Failsafe: every scalar is its text, so that 0101 keeps its zero and `no` is what the field makes of it.
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
  })
  if (document.errors.length > 0) {
    return failed(document.errors.map((error) => syntax(error, placeAt(lines, error.pos[0]))))
  }
  return new Reading(lines).read(document.contents)
}

/** Why a file is not read, where it is larger than any office. */
export function isLong(text: string): Problem | undefined {
  const size = Buffer.byteLength(text)
  if (size <= LARGEST) return undefined
  const what = message('file-too-long', { size, most: LARGEST })
  return { object: 'file', what, remedy: 'Split it into several files.' }
}

const tooDeep: Problem = {
  object: 'file',
  what: message('file-too-deep', { levels: DEEPEST }),
  remedy: 'Write it flatter.',
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

function failed(problems: readonly Problem[]): OfficeFile {
  return { objects: [], sections: new Set(), problems }
}

function syntax({ code, message }: YAMLParseError, place: Place): Problem {
  if (code === 'MULTIPLE_DOCS') {
    const what = 'another document begins here'
    return { object: 'file', what, remedy: 'Take the line --- out.', ...place }
  }
  const what = printable(message.split('\n')[0] ?? '', 200).replace(/\.$/, '')
  return { object: 'file', what, remedy: 'Mend the YAML there.', ...place }
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

class Reading {
  readonly #lines: LineCounter
  readonly #objects: FileObject[] = []
  readonly #sections = new Set<Entity>()
  readonly #problems: Problem[] = []

  constructor(lines: LineCounter) {
    this.#lines = lines
  }

  read(root: Node | null): OfficeFile {
    if (isMap(root)) {
      for (const { key, value } of root.items as Pair<Node, Node | null>[])
        this.#section(key, value)
    } else if (root !== null) {
      const remedy = `Begin with a section, as ${entities[0]?.rules.section}:`
      this.#problem('file', root, 'it is no list of sections', remedy)
    }
    return { objects: this.#objects, sections: this.#sections, problems: this.#problems }
  }

  #section(key: Node, value: Node | null): void {
    const name = isScalar(key) ? String(key.value) : ''
    const entity = entities.find(({ rules }) => rules.section === name)
    if (!entity) {
      const known = entities.map(({ rules }) => rules.section)
      const remedy = meantOrKnown(name, known)
      this.#problem(`section ${printable(name)}`, key, 'there is no such section', remedy)
      return
    }
    this.#sections.add(entity)
    if (isAlias(value)) this.#notRead(value)
    else if (entity.rules.singleton) {
      if (isMap(value)) this.#object(entity, value)
      else if (!isNothing(value)) {
        this.#problem(
          `section ${name}`,
          value ?? key,
          'it is no group of fields',
          'Write field: value.',
        )
      }
    } else if (isSeq(value)) {
      for (const item of value.items as Node[]) this.#listed(entity, item)
    } else if (!isNothing(value)) {
      const remedy = `Write each ${entity.rules.label} after a dash.`
      this.#problem(`section ${name}`, value ?? key, 'it is no list', remedy)
    }
  }

  #listed(entity: Entity, item: Node): void {
    const { section, label, key } = entity.rules
    if (isMap(item)) this.#object(entity, item)
    else this.#problem(`section ${section}`, item, `an entry is no ${label}`, `Write ${key}: …`)
  }

  #object(entity: Entity, node: Node): void {
    const places = new Map<string, Place>()
    const values = this.#value(node, { fields: entity.fields }, '', places, 0) as Record<
      string,
      unknown
    >
    const name = entity.rules.key
    const key = name && values[name]
    if (name && (typeof key !== 'string' || key === '')) {
      const what = message('file-no-key', { field: name })
      this.#problem(
        entity.rules.label,
        node,
        what,
        message('give.says', { says: asMessage(entity.fields[name]?.says ?? '') }),
      )
      return
    }
    this.#objects.push({
      entity,
      key: key as string | undefined,
      values,
      place: this.#place(node),
      places,
    })
  }

  #value(
    node: Node | null,
    field: Partial<Field> | undefined,
    path: string,
    places: Map<string, Place>,
    depth: number,
  ): unknown {
    if (node && path) places.set(path, this.#place(node))
    if (node && (isAlias(node) || ('tag' in node && node.tag !== undefined))) {
      this.#notRead(node)
      return undefined
    }
    if (node && depth > DEEPEST) {
      this.#problem('file', node, tooDeep.what, tooDeep.remedy)
      return undefined
    }
    if (isScalar(node)) return converted(node, field?.kind)
    if (isSeq(node)) {
      return (node.items as Node[]).map((item, index) =>
        this.#value(item, field?.item, `${path}[${index}]`, places, depth + 1),
      )
    }
    if (isMap(node))
      return this.#group(
        node.items as Pair<Node, Node | null>[],
        field?.fields,
        path,
        places,
        depth,
      )
    return undefined
  }

  #group(
    pairs: readonly Pair<Node, Node | null>[],
    fields: Fields | undefined,
    path: string,
    places: Map<string, Place>,
    depth: number,
  ): Record<string, unknown> {
    const values: Record<string, unknown> = Object.create(null) // a field named __proto__ is a field
    for (const { key, value } of pairs) {
      if (!isScalar(key) || key.tag !== undefined) {
        this.#problem('file', key, 'the name of a field is no text', 'Write field: value.')
        continue
      }
      const name = String(key.value)
      const place = path ? `${path}.${name}` : name
      const field = fields && Object.hasOwn(fields, name) ? fields[name] : undefined
      if (field?.kind === 'hash') {
        this.#problem('file', key, `field ${name} is in no file`, field.remedy)
        continue
      }
      values[name] = this.#value(value, field, place, places, depth + 1)
      places.set(place, this.#place(key))
    }
    return { ...values }
  }

  #notRead(node: Node): void {
    this.#problem('file', node, 'aliases and tags are not read here', 'Write the value out.')
  }

  #place(node: Node): Place {
    return placeAt(this.#lines, node.range?.[0] ?? 0)
  }

  #problem(object: string, node: Node, what: Text, remedy: Text): void {
    this.#problems.push({ object, what, remedy, ...this.#place(node) })
  }
}

/** Written as nothing, `~` or `null`: the field goes back to its default, or away. */
function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && converted(node, undefined) === undefined)
}

function converted(node: Scalar, kind: Field['kind'] | undefined): unknown {
  const text = String(node.value ?? '')
  if (node.type === 'PLAIN' && /^(|~|null)$/.test(text)) return undefined
  return convertedText(text, kind)
}

/** What the text is for a field of this kind; what cannot be converted stays text, for the store to refuse. */
export function convertedText(text: string, kind: Field['kind'] | undefined): unknown {
  if (kind === 'whole' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (kind === 'flag' && /^(true|yes)$/.test(text)) return true
  if (kind === 'flag' && /^(false|no)$/.test(text)) return false
  return text
}
