/** Reads the text of an office file into objects by natural key, with the place of everything for messages. */
import { meantOrKnown } from '../model/check.ts'
import type { Entity } from '../model/entity.ts'
import type { Field, Fields } from '../model/field.ts'
import { printable } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { entities as all } from '../model/registry.ts'
import { asMessage, type Text } from '../words/message.ts'
import { message } from '../words/say.ts'
import {
  type Place,
  readTree,
  type Tree,
  type TreeNode,
  type TreePair,
  type TreeProblem,
} from './file-tree.ts'
import { readSecretsSection, SECRETS, type SealedSecrets } from './sealed-secrets.ts'

const entities = all.filter(({ rules }) => !rules.internal)
export const LARGEST = 2_000_000 // bytes: some thousand telephones
const DEEPEST = 20 // levels: a route has eight

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
  /** Its section of secrets, until `withSecrets` has opened it. */
  readonly sealed?: SealedSecrets | undefined
  readonly problems: readonly Problem[]
}

export function readOfficeFile(text: string): OfficeFile {
  const long = isLong(text)
  return long ? unread([long]) : officeOf(readTree(text))
}

/** The objects of a tree, whoever made it of a file. */
export function officeOf({ root, problems }: Tree): OfficeFile {
  if (problems.length > 0) return unread(problems.map(problemOf))
  return new Reading().read(root)
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

export function unread(problems: readonly Problem[]): OfficeFile {
  return { objects: [], sections: new Set(), problems }
}

function problemOf({ code, what, line, column }: TreeProblem): Problem {
  if (code === 'deep') return tooDeep
  if (code === 'several') {
    const text = 'another document begins here'
    return { object: 'file', what: text, remedy: 'Take the line --- out.', line, column }
  }
  const text = printable(what, 200).replace(/\.$/, '')
  return { object: 'file', what: text, remedy: 'Mend the YAML there.', line, column }
}

class Reading {
  readonly #objects: FileObject[] = []
  readonly #sections = new Set<Entity>()
  readonly #problems: Problem[] = []
  #sealed: SealedSecrets | undefined

  read(root: TreeNode | null): OfficeFile {
    if (root?.[2] === 'group') {
      for (const [key, value] of root[3]) this.#section(key, value)
    } else if (root !== null) {
      const remedy = `Begin with a section, as ${entities[0]?.rules.section}:`
      this.#problem('file', root, 'it is no list of sections', remedy)
    }
    return {
      objects: this.#objects,
      sections: this.#sections,
      sealed: this.#sealed,
      problems: this.#problems,
    }
  }

  #section(key: TreeNode, value: TreeNode | null): void {
    const name = textOf(key) ?? ''
    if (name === SECRETS) {
      this.#secrets(key, value)
      return
    }
    const entity = entities.find(({ rules }) => rules.section === name)
    if (!entity) {
      const known = entities.map(({ rules }) => rules.section)
      const remedy = meantOrKnown(name, known)
      this.#problem(`section ${printable(name)}`, key, 'there is no such section', remedy)
      return
    }
    this.#sections.add(entity)
    if (value?.[2] === 'foreign') this.#notRead(value)
    else if (entity.rules.singleton) {
      if (value?.[2] === 'group') this.#object(entity, value)
      else if (!isNothing(value)) {
        this.#problem(
          `section ${name}`,
          value ?? key,
          'it is no group of fields',
          'Write field: value.',
        )
      }
    } else if (value?.[2] === 'list') {
      for (const item of value[3]) this.#listed(entity, item ?? value)
    } else if (!isNothing(value)) {
      const remedy = `Write each ${entity.rules.label} after a dash.`
      this.#problem(`section ${name}`, value ?? key, 'it is no list', remedy)
    }
  }

  #secrets(key: TreeNode, value: TreeNode | null): void {
    const sealed = readSecretsSection(value)
    if (sealed.ok) this.#sealed = sealed.value
    else this.#problems.push({ ...sealed.error, ...placeOf(value ?? key) })
  }

  #listed(entity: Entity, item: TreeNode): void {
    const { section, label, key } = entity.rules
    if (item[2] === 'group') this.#object(entity, item)
    else this.#problem(`section ${section}`, item, `an entry is no ${label}`, `Write ${key}: …`)
  }

  #object(entity: Entity, node: TreeNode): void {
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
      place: placeOf(node),
      places,
    })
  }

  #value(
    node: TreeNode | null,
    field: Partial<Field> | undefined,
    path: string,
    places: Map<string, Place>,
    depth: number,
  ): unknown {
    if (!node) return undefined
    if (path) places.set(path, placeOf(node))
    if (depth > DEEPEST) {
      this.#problem('file', node, tooDeep.what, tooDeep.remedy)
      return undefined
    }
    switch (node[2]) {
      case 'text':
      case 'plain':
        return converted(node, field?.kind)
      case 'list':
        return node[3].map((item, index) =>
          this.#value(item, field?.item, `${path}[${index}]`, places, depth + 1),
        )
      case 'group':
        return this.#group(node[3], field?.fields, path, places, depth)
      default:
        this.#notRead(node)
        return undefined
    }
  }

  #group(
    pairs: readonly TreePair[],
    fields: Fields | undefined,
    path: string,
    places: Map<string, Place>,
    depth: number,
  ): Record<string, unknown> {
    const values: Record<string, unknown> = Object.create(null) // a field named __proto__ is a field
    for (const [key, value] of pairs) {
      const name = textOf(key)
      if (name === undefined) {
        this.#problem('file', key, 'the name of a field is no text', 'Write field: value.')
        continue
      }
      const place = path ? `${path}.${name}` : name
      const field = fields && Object.hasOwn(fields, name) ? fields[name] : undefined
      if (field?.kind === 'hash') {
        this.#problem('file', key, `field ${name} is in no file`, field.remedy)
        continue
      }
      values[name] = this.#value(value, field, place, places, depth + 1)
      places.set(place, placeOf(key))
    }
    return { ...values }
  }

  #notRead(node: TreeNode): void {
    this.#problem('file', node, 'aliases and tags are not read here', 'Write the value out.')
  }

  #problem(object: string, node: TreeNode, what: Text, remedy: Text): void {
    this.#problems.push({ object, what, remedy, ...placeOf(node) })
  }
}

function placeOf([line, column]: TreeNode): Place {
  return { line, column }
}

/** Of a scalar; undefined for what is none. */
function textOf(node: TreeNode): string | undefined {
  return node[2] === 'text' || node[2] === 'plain' ? node[3] : undefined
}

/** Written as nothing, `~` or `null`: the field goes back to its default, or away. */
function isNothing(node: TreeNode | null): boolean {
  return node === null || (textOf(node) !== undefined && converted(node, undefined) === undefined)
}

function converted(node: TreeNode, kind: Field['kind'] | undefined): unknown {
  const text = textOf(node) ?? ''
  if (node[2] === 'plain' && /^(|~|null)$/.test(text)) return undefined
  return convertedText(text, kind)
}

/** What the text is for a field of this kind; what cannot be converted stays text, for the store to refuse. */
export function convertedText(text: string, kind: Field['kind'] | undefined): unknown {
  if (kind === 'whole' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (kind === 'flag' && /^(true|yes)$/.test(text)) return true
  if (kind === 'flag' && /^(false|no)$/.test(text)) return false
  return text
}
