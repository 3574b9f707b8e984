import { SaxesParser } from 'saxes'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'

/** An element as read. Namespaces are resolved; prefixes and comments are gone. */
export interface XmlElement {
  /** Local name. */
  readonly name: string
  readonly namespace: string
  /** Attributes without a namespace. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Text right inside, in one piece. */
  readonly text: string
}

export interface XmlLimits {
  /** Octets of the whole document. */
  readonly size: number
  readonly depth: number
  readonly elements: number
  /** Of one element. */
  readonly attributes: number
}

/** What any document that telephones send fits into (SECURITY row 15). */
export const XML_LIMITS: XmlLimits = { size: 16_384, depth: 16, elements: 500, attributes: 32 }

interface Open {
  readonly name: string
  readonly namespace: string
  readonly attributes: Map<string, string>
  readonly children: XmlElement[]
  text: string
}

/**
 * Reads a document from outside. Refuses a document type (and so every entity but the five of XML itself), processing
 * instructions, and what goes over the limits.
 */
export function readXml(text: string, limits: XmlLimits = XML_LIMITS): Result<XmlElement> {
  if (Buffer.byteLength(text) > limits.size)
    return refuse(`XML is longer than ${limits.size} octets`)
  const reader = new Reader(limits)
  try {
    return ok(reader.read(text))
  } catch (error) {
    return refuse(error instanceof Error ? error.message.slice(0, 200) : 'XML is malformed')
  }
}

/** First child of that name, in the namespace of its parent. */
export function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find(
    (child) => child.name === name && child.namespace === parent.namespace,
  )
}

class Reader {
  readonly #limits: XmlLimits
  readonly #open: Open[] = []
  #root: XmlElement | undefined
  #count = 0

  constructor(limits: XmlLimits) {
    this.#limits = limits
  }

  read(text: string): XmlElement {
    const parser = new SaxesParser({ xmlns: true, position: false })
    const stop = (reason: string) => () => {
      throw new Error(reason)
    }
    parser.on('error', (error) => {
      throw error
    })
    parser.on('doctype', stop('XML has a document type'))
    parser.on('processinginstruction', stop('XML has a processing instruction'))
    parser.on('opentag', ({ local, uri, attributes }) => this.#begin(local, uri, attributes))
    parser.on('text', (piece) => this.#text(piece))
    parser.on('cdata', (piece) => this.#text(piece))
    parser.on('closetag', () => this.#end())
    parser.write(text).close()
    if (!this.#root) throw new Error('XML has no element')
    return this.#root
  }

  #begin(
    name: string,
    namespace: string,
    given: Readonly<
      Record<string, { readonly local: string; readonly uri: string; readonly value: string }>
    >,
  ): void {
    const { depth, elements, attributes: most } = this.#limits
    if (this.#open.length >= depth) throw new Error(`XML is deeper than ${depth}`)
    if (++this.#count > elements) throw new Error(`XML has more than ${elements} elements`)
    const values = Object.values(given)
    if (values.length > most) throw new Error(`an element has more than ${most} attributes`)
    const attributes = new Map(
      values.filter(({ uri }) => uri === '').map(({ local, value }) => [local, value]),
    )
    this.#open.push({ name, namespace, attributes, children: [], text: '' })
  }

  #text(piece: string): void {
    const open = this.#open.at(-1)
    if (open) open.text += piece
  }

  #end(): void {
    const done = this.#open.pop()
    if (!done) return
    const parent = this.#open.at(-1)
    if (parent) parent.children.push(done)
    else this.#root = done
  }
}
