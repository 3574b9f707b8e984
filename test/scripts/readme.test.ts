import { globSync, readFileSync } from 'node:fs'
import t from 'tap'

const readme = readFileSync('README.md', 'utf8')
const rows = readme.split('\n').filter((line) => line.startsWith('| `'))

t.test('the README has every variable of the environment, and no other', async (t) => {
  const read = readFileSync('firmware/environment.ts', 'utf8').matchAll(/(STROWGER_\w+)/g)
  const documented = rows.flatMap((row) => /^\| `(STROWGER_\w+)`/.exec(row)?.[1] ?? [])
  t.strictSame(documented.sort(), [...new Set([...read].map(([, name]) => name))].sort())
})

t.test('the README has the defaults that the firmware has', async (t) => {
  const defaults = readFileSync('firmware/environment.ts', 'utf8').matchAll(
    /variables\.(STROWGER_\w+) \|\| '([^']+)'/g,
  )
  for (const [, name, value = ''] of defaults) {
    const row = rows.find((line) => line.startsWith(`| \`${name}\``)) ?? ''
    t.ok(row.split('|')[2]?.includes(value), `${name} is ${value} unless set`)
  }
})

t.test('the README has every make target', async (t) => {
  const targets = readFileSync('Makefile', 'utf8').matchAll(/^([a-z-]+):.*## /gm)
  for (const [, target = ''] of targets)
    if (target !== 'help') t.ok(readme.includes(`\`make ${target}\``), target)
})

t.test('the README has every command of strowger', async (t) => {
  const commands = readFileSync('firmware/cli/commands.ts', 'utf8').matchAll(
    /^ {2}'?([a-z-]+)'?: async/gm,
  )
  const names = [...commands].map(([, name = '']) => name)
  t.ok(names.length > 5)
  for (const name of names) t.ok(new RegExp(`\`(strowger )?${name}\\b`).test(readme), name)
})

t.test('every decision is in the list of decisions', async (t) => {
  const list = readFileSync('docs/decisions/README.md', 'utf8')
  for (const page of globSync('docs/decisions/0*.md'))
    t.ok(list.includes(page.split('/').at(-1) ?? page), page)
})
