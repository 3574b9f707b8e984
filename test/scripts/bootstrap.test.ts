import { spawnSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Newcomer } from './newcomer.ts'

function newcomer(test: { teardown(end: () => void): unknown }): Newcomer {
  const someone = new Newcomer()
  test.teardown(() => someone.leave())
  return someone
}

t.test('bootstrap installs exactly what the target lacks, then npm ci', async (t) => {
  const someone = newcomer(t)
  someone.has('dpkg-query', '[ "$4" = one ] && printf installed')
  const { status, said, called } = someone.bootstrap('test')
  t.equal(status, 0, said)
  t.match(said, 'Debian packages: three two')
  const installs = called.filter((call) => call.startsWith('apt-get'))
  t.strictSame(installs, [
    'apt-get -q update',
    'apt-get -q install -y --no-install-recommends three two',
  ])
  t.equal(called.filter((call) => call.startsWith('npm ci')).length, 1)
})

t.test('bootstrap of run leaves out what only tests need', async (t) => {
  const { called } = newcomer(t).bootstrap('run')
  t.ok(called.includes('apt-get -q install -y --no-install-recommends one two'))
})

t.test('bootstrap asks apt for nothing when all packages are there', async (t) => {
  const someone = newcomer(t)
  someone.has('dpkg-query', 'printf installed')
  const { status, called } = someone.bootstrap('test')
  t.equal(status, 0)
  t.notOk(called.some((call) => call.startsWith('apt-get')))
})

t.test('a second bootstrap calls no package manager and no Node at all', async (t) => {
  const someone = newcomer(t)
  someone.bootstrap('test')
  t.strictSame(someone.bootstrap('test'), { status: 0, said: '', called: [] })
})

t.test('a changed lock file runs npm ci again, and only once', async (t) => {
  const someone = newcomer(t)
  someone.has('dpkg-query', 'printf installed')
  someone.bootstrap('run')
  someone.append('package-lock.json', '\n')
  t.match(someone.bootstrap('run').called.join('\n'), /^npm ci/m)
  t.strictSame(someone.bootstrap('run').called, [])
})

t.test('a longer package list asks for what is new and leaves npm alone', async (t) => {
  const someone = newcomer(t)
  someone.bootstrap('run')
  someone.append('scripts/packages.txt', 'four run as well\n')
  const { called } = someone.bootstrap('run')
  t.ok(called.some((call) => call.includes('--no-install-recommends four one two')))
  t.notOk(called.some((call) => call.startsWith('npm ci')))
})

t.test('removed npm packages come back', async (t) => {
  const someone = newcomer(t)
  someone.bootstrap('run')
  someone.removes('node_modules')
  t.match(someone.bootstrap('run').called.join('\n'), /^npm ci/m)
})

t.test('an unknown target is refused with the list of targets', async (t) => {
  const { status, said } = newcomer(t).bootstrap('teh')
  t.equal(status, 1)
  t.match(said, "'teh' is no target. Give one of: run test test-long bench demo lint.")
})

t.test('a missing or old Node is named with its remedy', async (t) => {
  const someone = newcomer(t)
  someone.has('node', 'echo v18.20.4')
  t.match(
    someone.bootstrap('run').said,
    /node v18\.20\.4 at .* is too old[\s\S]*Install Node 20 or newer/,
  )
  someone.lacks('node')
  const { status, said } = someone.bootstrap('run')
  t.equal(status, 1)
  t.match(said, /node is missing[\s\S]*Install Node 20 or newer/)
})

t.test('a missing npm is named with its remedy', async (t) => {
  const someone = newcomer(t)
  someone.lacks('npm')
  t.match(someone.bootstrap('run').said, /npm is missing[\s\S]*Install Node 20 or newer/)
})

t.test('without root and sudo it says what to type as root', async (t) => {
  const someone = newcomer(t)
  someone.has('id', 'echo 1000')
  someone.lacks('sudo')
  const { status, said } = someone.bootstrap('run')
  t.equal(status, 1)
  t.match(said, /Neither root nor sudo/)
  t.match(said, 'apt-get install --no-install-recommends one two')
})

t.test('a sudo that wants a password is not waited for where there is no terminal', async (t) => {
  const someone = newcomer(t)
  someone.has('id', 'echo 1000')
  someone.has('sudo', '[ "$1" = -n ] && exit 1; sleep 600')
  const { status, said, called } = someone.bootstrap('run')
  t.equal(status, 1)
  t.match(said, /sudo was refused[\s\S]*apt-get install --no-install-recommends one two/)
  t.notOk(called.some((call) => call.startsWith('apt-get')))
})

t.test('with sudo only apt-get runs as root, npm never', async (t) => {
  const someone = newcomer(t)
  someone.has('id', 'echo 1000')
  const { status, called } = someone.bootstrap('run')
  t.equal(status, 0)
  const asRoot = called.filter((call) => call.startsWith('sudo'))
  t.match(asRoot, [
    'sudo -n true',
    /^sudo -n apt-get -q update/,
    /^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get/,
  ])
})

t.test(
  'package lists that cannot be fetched point at the network and name the packages',
  async (t) => {
    const someone = newcomer(t)
    someone.has('apt-get', 'echo "Could not resolve deb.example"; exit 100')
    const { status, said } = someone.bootstrap('run')
    t.equal(status, 1)
    t.match(said, /Could not resolve[\s\S]*connected to the network[\s\S]*one two/)
  },
)

t.test('an unreachable npm registry is named', async (t) => {
  const someone = newcomer(t)
  someone.has(
    'npm',
    '[ "$1" != config ] || { echo https://registry.invalid/; exit; }; echo ENOTFOUND; exit 1',
  )
  const { status, said } = someone.bootstrap('run')
  t.equal(status, 1)
  t.match(said, 'The npm registry https://registry.invalid/ cannot be reached.')
})

t.test('a failed npm ci is not taken for done', async (t) => {
  const someone = newcomer(t)
  someone.has('npm', 'echo something else broke; exit 1')
  t.match(someone.bootstrap('run').said, 'something else broke')
  t.equal(someone.bootstrap('run').status, 1)
})

t.test('optional packages left out are noticed: the pinned Node is one of them', async (t) => {
  const someone = newcomer(t)
  someone.has('npm', 'mkdir -p node_modules')
  const { status, said } = someone.bootstrap('run')
  t.equal(status, 1)
  t.match(said, /bin\/node is missing after npm ci[\s\S]*npm config get omit/)
})

const canCut = spawnSync('unshare', ['-rn', 'true']).status === 0

t.test(
  'a second bootstrap works with the network cut',
  { skip: canCut ? false : 'this machine lets no one make a network namespace' },
  async (t) => {
    const someone = newcomer(t)
    someone.bootstrap('test')
    for (const command of ['apt-get', 'npm', 'node', 'dpkg-query'] as const) someone.lacks(command)
    const { status, said } = someone.bootstrap('test', ['/usr/bin/unshare', '-rn'])
    t.equal(status, 0, said)
  },
)

t.test('a native library that does not build stops it, lint needs none', async (t) => {
  const someone = newcomer(t)
  someone.write('hal/hal.mk', 'native:\n\t@echo engine.c is broken >&2; false\n')
  const { status, said } = someone.bootstrap('run')
  t.equal(status, 1)
  t.match(said, /engine\.c is broken[\s\S]*The native library does not build/)
  t.equal(someone.bootstrap('lint').status, 0)
})

t.test(
  'root in somebody else’s tree leaves nothing of its own there',
  { skip: process.getuid?.() === 0 ? false : 'only root can give files away' },
  async (t) => {
    const someone = newcomer(t)
    chownSync(someone.home, 12345, 12345)
    someone.bootstrap('run')
    for (const made of ['node_modules', 'node_modules/.strowger', 'build/bootstrap/run']) {
      t.equal(statSync(join(someone.home, made)).uid, 12345, made)
    }
  },
)
