/**
 * Completes package-lock.json after `npm install`. npm 11 refuses `npm ci` when an optional package has no entry there, and
 * npm writes none for a package that its registry does not hold: some mirrors leave out the builds for other platforms.
 * The entry says which platform the package is for, so nobody here ever fetches it.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const PLATFORMS = {
  os: [
    'aix',
    'android',
    'darwin',
    'freebsd',
    'linux',
    'netbsd',
    'openbsd',
    'openharmony',
    'sunos',
    'win32',
  ],
  cpu: [
    'arm',
    'arm64',
    'ia32',
    'loong64',
    'mips64el',
    'ppc64',
    'riscv64',
    's390x',
    'wasm32',
    'x64',
  ],
  libc: ['musl'],
} as const

interface Entry {
  version?: string
  dev?: boolean
  optional?: boolean
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Entry>
}
const { packages } = lock

for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`]) continue
    packages[`node_modules/${name}`] = entry(name, version, dev)
    console.log(`added ${name} ${version}`)
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync(
  'package-lock.json',
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
)

function entry(name: string, version: string, dev: boolean | undefined): Entry {
  const words = name.split(/[^a-z0-9]+/)
  const platform = Object.entries(PLATFORMS).flatMap(([kind, all]) => {
    const found = all.filter((word) => words.includes(word))
    return found.length > 0 ? [[kind, found]] : []
  })
  if (!/^\d/.test(version) || platform.length === 0) {
    throw new Error(
      `${name}@${version}: not the build of one version for one platform; look at it yourself`,
    )
  }
  return { version, ...(dev && { dev }), ...Object.fromEntries(platform), optional: true }
}
