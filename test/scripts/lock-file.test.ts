import { readFileSync } from 'node:fs'
import t from 'tap'

interface Locked {
  readonly version: string
  readonly resolved?: string
  readonly integrity?: string
  readonly optional?: boolean
  /** A workspace of this repository: nothing is fetched for it. */
  readonly link?: boolean
  readonly optionalDependencies?: Record<string, string>
}

const text = readFileSync('package-lock.json', 'utf8')
const packages: Record<string, Locked> = JSON.parse(text).packages

t.test('the lock file names no registry host, so that any registry will do', async (t) => {
  t.notMatch(text, /https?:\/\/[^"]*registry/)
  for (const [path, { resolved, link }] of Object.entries(packages)) {
    if (!link) t.equal(resolved, undefined, path)
  }
})

t.test('npm 11 wants an entry for every optional package, of other platforms too', async (t) => {
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      const entry = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`]
      t.ok(entry, `${name}, wanted by ${path || 'package.json'}`)
    }
  }
})

t.test('every package that a Linux machine installs is checked by its hash', async (t) => {
  for (const [path, { integrity, optional }] of Object.entries(packages)) {
    const fetched = path.includes('node_modules/') && !packages[path]?.link
    if (fetched && !optional) t.ok(integrity, path)
  }
})

t.test('native parts that come prebuilt load without install scripts', async (t) => {
  const { open } = await import('lmdb')
  const { hash } = await import('@node-rs/argon2')
  const { crc32c } = await import('@node-rs/crc32')
  const { default: koffi } = await import('koffi')
  t.type(open, 'function')
  t.equal(crc32c('123456789'), 0xe3069283, 'the check value of CRC-32C')
  t.match(await hash('secret'), /^\$argon2id\$/)
  t.ok(koffi.load('libc.so.6').func('int abs(int)')(-3) === 3)
})
