/** An element to be written: its name, attributes (undefined ones are left out) and what stands inside. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly inside: readonly (XmlNode | string)[]
}

const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/

/** An element; strings inside are text. */
export function element(
  name: string,
  attributes: XmlNode['attributes'] = {},
  ...inside: readonly (XmlNode | string)[]
): XmlNode {
  return { name, attributes, inside }
}

/** The document, declared as UTF-8. Names are ours and asserted; all values are escaped. */
export function writeXml(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root)}\n`
}

function write({ name, attributes, inside }: XmlNode): string {
  let text = `<${ours(name)}`
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${ours(key)}="${escapeXml(String(value))}"`
  }
  if (inside.length === 0) return `${text}/>`
  text += '>'
  for (const child of inside) text += typeof child === 'string' ? escapeXml(child) : write(child)
  return `${text}</${name}>`
}

function ours(name: string): string {
  if (!NAME.test(name)) throw new Error(`'${name}' is no name of an element`)
  return name
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for content or an attribute; characters that XML 1.0 has no place for become spaces. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_XML, ' ')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get out
const NO_XML = /[\x00-\x1f\x7f-\x9f\ufffe\uffff]/g
