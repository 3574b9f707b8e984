import { plainMac } from '../../model/mac-address.ts'
import { strangerText } from './stranger-text.ts'

/** What a telephone says of itself. */
export interface PhoneFacts {
  readonly vendor?: string
  readonly model?: string
  readonly version?: string
  /** Twelve hexadecimal digits in lower case. */
  readonly mac?: string
}

interface Family {
  readonly vendor: string
  /** Finds `model` and `version` in a User-Agent. */
  readonly shape: RegExp
}

/** Model, then version, with blanks between: how most write it. */
const words = (vendor: string, name = vendor): Family => ({
  vendor,
  shape: new RegExp(`^${name}[ _-](?<model>[\\w+-]+)(?:[ /]+[Vv]?(?<version>\\d[\\w.+-]*))?`, 'i'),
})

/** Product and version, with a slash between, as RFC 3261 §20.41 has it. */
const product = (vendor: string, model: string): Family => ({
  vendor,
  shape: new RegExp(
    `^(?<model>${model})[/ ](?:v|rev\\.|\\([^)]*\\)/)?(?<version>\\d[\\w.+-]*)?`,
    'i',
  ),
})

/** The common families; the first that fits counts. */
const FAMILIES: readonly Family[] = [
  words('Yealink'),
  words('Grandstream'),
  words('Fanvil'),
  words('Htek'),
  words('Akuvox'),
  words('VTech'),
  words('Panasonic'),
  { vendor: 'Poly', shape: /^Poly(?:com)?[A-Z]*[-_](?<model>\w+)-UA\/(?<version>\d[\d.]*)/i },
  { vendor: 'Poly', shape: /^Poly(?:com)?[ /-](?<model>[\w-]+)[ /](?<version>\d[\d.]*)/i },
  { vendor: 'Snom', shape: /^snom[ -]?(?<model>[A-Z]?\w+?)[/ -]v?(?<version>\d[\w.]*)/i },
  { vendor: 'Cisco', shape: /^Cisco-CP-?(?<model>[\w]+(?:-3PCC)?)\/(?<version>\d[\w.-]*)/i },
  {
    vendor: 'Cisco',
    shape: /^(?:Cisco|Linksys|Sipura)\/(?<model>[A-Z]+\d\w*)-(?<version>\d[\w.]*)/i,
  },
  { vendor: 'Mitel', shape: /^Mitel-(?<model>\d{4}\w?)-SIP(?:-Phone)?[ /](?<version>\d[\d.]*)/i },
  words('Mitel', '(?:Mitel|Aastra)'),
  { vendor: 'Gigaset', shape: /^Gigaset (?<model>[\w ]+?)\/(?<version>[\w.+-]+)/i },
  { vendor: 'Gigaset', shape: /^(?<model>[A-Z]{1,2}\d{3}[A-Z]? IP)\/(?<version>\d[\w.]*)/ },
  { vendor: '400HD family', shape: /^AUDC-IPPhone(?:-(?<model>\w+?))?[/_](?<version>\d[\w.]*)/i },
  product('Linphone', 'Linphone[ -]?\\w*'),
  product('Zoiper', 'Zoiper|Z'),
  product('MicroSIP', 'MicroSIP'),
  product('baresip', 'baresip'),
]

/** Anybody else: `Telephone 1.5`, `Desk/2.3.4`. */
const SOMEBODY = /^(?<model>[A-Za-z][\w-]*)[/ ]v?(?<version>\d[\w.+-]*)/

/** Vendor, model, version and MAC address as far as a User-Agent tells them. Nothing of it is proved. */
export function phoneOf(userAgent: string): PhoneFacts {
  const text = strangerText(userAgent, 256)
  for (const { vendor, shape } of FAMILIES) {
    const found = shape.exec(text)
    if (found) return { vendor, ...factsOf(found.groups), ...macFact(text, true) }
  }
  return { ...factsOf(SOMEBODY.exec(text)?.groups), ...macFact(text, false) }
}

function factsOf(groups: Readonly<Record<string, string | undefined>> | undefined): PhoneFacts {
  const model = strangerText(groups?.model?.replaceAll('_', ' '), 64)
  const version = strangerText(groups?.version?.replace(/[_-]?[0-9a-f]{12}$|[.-]+$/i, ''), 32)
  return { ...(model && { model }), ...(version && { version }) }
}

function macFact(text: string, known: boolean): PhoneFacts {
  const [separated] =
    /(?<![0-9a-z:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-z:-])/i.exec(text) ?? []
  const [plain] = /(?<![0-9a-z.])[0-9a-f]{12}(?![0-9a-z.])/i.exec(text) ?? []
  const told = separated ?? (plain && (known || /[a-f]/i.test(plain)) ? plain : undefined) // a build may be named by twelve digits
  const mac = deviceMac(told ?? '')
  return mac === undefined ? {} : { mac }
}

/** A MAC address that one device can have: no group's, and not nought. */
export function deviceMac(text: string): string | undefined {
  const mac = plainMac(text)
  if (!/^[0-9a-f][02468ace][0-9a-f]{10}$/.test(mac) || /^0+$/.test(mac)) return undefined
  return mac
}
