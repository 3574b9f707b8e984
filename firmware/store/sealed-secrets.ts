/** The secrets of an office file: sealed under a passphrase, for those who take a whole office to another unit. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { isPlain } from '../model/complete.ts'
import type { Entity } from '../model/entity.ts'
import type { Field } from '../model/field.ts'
import type { Problem } from '../model/problem.ts'
import { entities } from '../model/registry.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'
import type { TreeNode } from './file-tree.ts'
import { naturalKey } from './natural-key.ts'
import { COST, isFairCost, type KeyCost, keyOf } from './passphrase.ts'
import type { Store } from './store.ts'

/** The section of the file. */
export const SECRETS = 'secrets'
const VERSION = 1
const SALT = 16 // octets
const NONCE = 12
const TAG = 16

/** The section as the file has it. Octets are base64. */
export interface SealedSecrets extends KeyCost {
  readonly version: typeof VERSION
  readonly key: 'argon2id'
  readonly cipher: 'aes-256-gcm'
  readonly salt: string
  readonly nonce: string
  /** The authentication tag, then `SecretValues` as JSON. */
  readonly sealed: string
}

/** Section → natural key (empty for a singleton) → field → secret in clear. */
export type SecretValues = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>

interface SealOptions {
  /** Those which whoever asks may see. */
  readonly may: (entity: Entity, field: Field) => boolean
  readonly cost?: KeyCost
}

/** What people gave, and what their telephones sign in with. Not hashes: nobody's own password goes to another unit. */
export function secretValues(store: Store, may: SealOptions['may']): SecretValues {
  const values: Record<string, Record<string, Record<string, string>>> = {}
  for (const entity of entities) {
    const { section, singleton, internal } = entity.rules
    const names = Object.entries(entity.fields)
      .filter(([, field]) => field.kind === 'secret' && may(entity, field))
      .map(([name]) => name)
    if (internal || names.length === 0) continue
    for (const object of singleton ? [store.only(entity)] : store.all(entity)) {
      for (const name of names) {
        const secret = store.reveal(entity, object.id, name as never)
        if (secret === undefined) continue
        const key = singleton ? '' : naturalKey(entity, object)
        values[section] ??= Object.create(null) as Record<string, Record<string, string>>
        const objects = values[section]
        objects[key] = { ...objects[key], [name]: secret }
      }
    }
  }
  return values
}

/** How many there are. */
export function countSecrets(values: SecretValues): number {
  return Object.values(values)
    .flatMap((objects) => Object.values(objects))
    .reduce((sum, fields) => sum + Object.keys(fields).length, 0)
}

/** Takes half a second: the key is made to be slow to guess. */
export async function sealSecrets(
  values: SecretValues,
  passphrase: string,
  cost: KeyCost = COST,
): Promise<SealedSecrets> {
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)]
  const key = await keyOf(passphrase, salt, cost)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(cost))
  const body = Buffer.concat([cipher.update(JSON.stringify(values), 'utf8'), cipher.final()])
  const sealed = Buffer.concat([cipher.getAuthTag(), body])
  return {
    version: VERSION,
    key: 'argon2id',
    ...cost,
    salt: salt.toString('base64'),
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
  }
}

function boundTo({ memoryKiB, passes, lanes }: KeyCost): Buffer {
  return Buffer.from(`strowger secrets ${VERSION} argon2id ${memoryKiB} ${passes} ${lanes}`)
}

/** Refused when the passphrase is another, or a letter of the section is. Nobody can tell which. */
export async function openSecrets(
  { salt, nonce, sealed, ...cost }: SealedSecrets,
  passphrase: string,
): Promise<Result<SecretValues, Text>> {
  const key = await keyOf(passphrase, octets(salt), cost)
  const bytes = octets(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, octets(nonce), { authTagLength: TAG })
    decipher.setAAD(boundTo(cost)).setAuthTag(bytes.subarray(0, TAG))
    const head = decipher.update(bytes.subarray(TAG), undefined, 'utf8')
    return ok(JSON.parse(head + decipher.final('utf8')) as SecretValues)
  } catch {
    return refuse('The passphrase is not the one that the file was made with.')
  }
}

const octets = (base64: string) => Buffer.from(base64, 'base64')

/** The values of one object that its file has sealed. The file was made by a unit, and still anybody may have held the passphrase. */
export function secretsOf(
  values: SecretValues,
  { rules, fields }: Entity,
  key = '',
): Record<string, string> {
  const given = member(member(values, rules.section), key)
  if (!isPlain(given)) return {}
  const taken = Object.entries(given).filter(
    ([name, value]) =>
      typeof value === 'string' && Object.hasOwn(fields, name) && fields[name]?.kind === 'secret',
  )
  return Object.fromEntries(taken) as Record<string, string>
}

function member(of: unknown, name: string): unknown {
  return isPlain(of) && Object.hasOwn(of, name) ? of[name] : undefined
}

/** Reads the section. */
export function readSecretsSection(node: TreeNode | null): Result<SealedSecrets, Problem> {
  const values = new Map<string, string>()
  for (const [name, value] of node?.[2] === 'group' ? node[3] : []) {
    const [key, text] = [textOf(name), value && textOf(value)]
    if (key !== undefined && text) values.set(key, text)
  }
  const text = (name: string) => values.get(name) ?? ''
  if (text('version') !== String(VERSION)) return refuse(anotherVersion)
  const number = (name: string) => (/^\d{1,7}$/.test(text(name)) ? Number(text(name)) : Number.NaN)
  const cost = {
    memoryKiB: number('memoryKiB'),
    passes: number('passes'),
    lanes: number('lanes'),
  }
  const [salt, nonce, sealed] = [text('salt'), text('nonce'), text('sealed')]
  const isWhole =
    text('key') === 'argon2id' &&
    text('cipher') === 'aes-256-gcm' &&
    [salt, nonce, sealed].every((one) => /^[A-Za-z0-9+/]+={0,2}$/.test(one)) &&
    octets(salt).length === SALT &&
    octets(nonce).length === NONCE &&
    octets(sealed).length > TAG
  if (!isWhole || !isFairCost(cost)) return refuse(damaged)
  return ok({
    version: VERSION,
    key: 'argon2id',
    cipher: 'aes-256-gcm',
    ...cost,
    salt,
    nonce,
    sealed,
  })
}

function textOf(node: TreeNode): string | undefined {
  return node[2] === 'text' || node[2] === 'plain' ? node[3] : undefined
}

const anotherVersion: Problem = {
  object: `section ${SECRETS}`,
  what: 'its secrets are sealed in a way that is not known here',
  remedy: 'Import it where it was made, or take the section out: secrets are then made anew.',
}

const damaged: Problem = {
  object: `section ${SECRETS}`,
  what: 'its secrets are not as an export wrote them',
  remedy: 'Export again, or take the section out: secrets are then made anew.',
}

/** Of a file whose secrets have not been opened. */
export const locked: Problem = {
  object: `section ${SECRETS}`,
  what: 'its secrets are sealed by a passphrase',
  remedy: 'Give the passphrase, or take the section out: secrets are then made anew.',
}
