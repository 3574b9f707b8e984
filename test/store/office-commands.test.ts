import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { apply } from '../../firmware/cli/apply.ts'
import type { CliCommand, CliIo } from '../../firmware/cli/command.ts'
import { exportCommand } from '../../firmware/cli/export.ts'
import { secret } from '../../firmware/cli/secret.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { readEnvironment } from '../../firmware/environment.ts'
import { aDirectory } from './a-store.ts'

const OFFICE = `
sites: [{ name: Main, number: 1 }]
extensions: [{ number: 101 }]
handsets: [{ sipUser: 101, extension: 101 }]
`

/** A shell on a data directory: runs a command, and keeps what it said and told. */
function aShell(t: Parameters<typeof aDirectory>[0]) {
  const data = aDirectory(t)
  const environment = readEnvironment({
    STROWGER_DATA: join(data, 'data'),
    STROWGER_BIND: '127.0.0.1',
  })
  if (!environment.ok) throw new Error(environment.error.join())
  const told: number[] = []
  return {
    told,
    file(text: string): string {
      const path = join(data, 'office.yaml')
      writeFileSync(path, text)
      return path
    },
    async run(command: CliCommand, args: string[], json = false) {
      let [out, err] = ['', '']
      const io: CliIo = {
        stdout: (text) => {
          out += text
        },
        stderr: (text) => {
          err += text
        },
        environment: environment.value,
        clock: new VirtualClock(),
        json,
        changed: (revision) => void told.push(revision),
      }
      const code = await command.run(args, io)
      return { code, out, err }
    },
  }
}

t.test(
  'apply shows what changes, tells the running processes once, and then finds nothing',
  async (t) => {
    const shell = aShell(t)
    const file = shell.file(OFFICE)
    const wouldBe = await shell.run(apply, ['--dry-run', file])
    t.match(wouldBe, {
      code: 0,
      out: '+ site Main\n+ extension 101\n+ handset 101\n3 changes, not applied; revision 1.\n',
    })
    t.strictSame(shell.told, [])
    t.match(await shell.run(apply, [file]), { code: 0, out: /3 changes; revision 1\.\n$/ })
    t.strictSame(shell.told, [1])
    t.match(await shell.run(apply, [file]), { code: 0, out: 'Nothing to change; revision 1.\n' })
    t.strictSame(shell.told, [1])
  },
)

t.test('apply names every problem with line and column, and changes nothing', async (t) => {
  const shell = aShell(t)
  const file = shell.file(
    OFFICE.replace('number: 101', 'number: 1x1').replace('extension: 101', 'extension: 102'),
  )
  const { code, out, err } = await shell.run(apply, [file])
  t.match({ code, out }, { code: 1, out: '' })
  t.equal(
    err,
    "3:16: extension 1x1, field number: '1x1' is not a number of 3 to 6 digits. Use digits only.\n" +
      "4:28: handset 101, field extension: there is no extension '102'. Add it to section extensions, or name another.\n" +
      'Nothing was changed: 2 problems.\n',
  )
  const json = await shell.run(apply, [file], true)
  t.match(JSON.parse(json.out), {
    problems: [{ object: 'extension 1x1', field: 'number', line: 3, column: 16 }, { line: 4 }],
  })
  t.match(await shell.run(exportCommand, []), { code: 0, out: /^dialPlan:/ })
})

t.test('apply --json tells the revision and the changes', async (t) => {
  const shell = aShell(t)
  const { out } = await shell.run(apply, [shell.file(OFFICE)], true)
  t.match(JSON.parse(out), {
    revision: 1,
    dryRun: false,
    changes: [{ name: 'site Main', kind: 'created' }, {}, {}],
  })
})

t.test('wrong words are answered by the usage', async (t) => {
  const shell = aShell(t)
  for (const [command, args] of [
    [apply, []],
    [apply, ['a', 'b']],
    [apply, ['--force', 'a']],
    [exportCommand, ['a']],
    [secret, []],
    [secret, ['trunk', '1']],
    [secret, ['handset', '1', '2']],
  ] as const) {
    t.match(await shell.run(command, [...args]), { code: 2, out: '', err: /^usage: strowger / })
  }
  t.match(await shell.run(apply, ['/nowhere.yaml']), {
    code: 1,
    err: '/nowhere.yaml cannot be read. Name a YAML file.\n',
  })
})

t.test('secret prints the password of a handset, and makes a new one when asked', async (t) => {
  const shell = aShell(t)
  await shell.run(apply, [shell.file(OFFICE)])
  const first = await shell.run(secret, ['handset', '101'])
  t.match(first, { code: 0, out: /^.{24}\n$/ })
  t.equal((await shell.run(secret, ['handset', '101'])).out, first.out)
  const second = await shell.run(secret, ['handset', '101', '--new'])
  t.match(second, { code: 0, out: /^.{24}\n$/ })
  t.not(second.out, first.out)
  t.strictSame(shell.told, [1, 2])
  const json = await shell.run(secret, ['handset', '101'], true)
  t.same(JSON.parse(json.out), { sipUser: '101', loginId: '101', secret: second.out.trim() })
  t.match(await shell.run(secret, ['handset', '999']), {
    code: 1,
    out: '',
    err: /no handset with User ID '999'/,
  })
  t.notMatch((await shell.run(exportCommand, [])).out, second.out.trim())
})

t.test('export answers the file, or the same as JSON', async (t) => {
  const shell = aShell(t)
  await shell.run(apply, [shell.file(OFFICE)])
  const { out } = await shell.run(exportCommand, [])
  t.match(await shell.run(apply, [shell.file(out)]), {
    code: 0,
    out: 'Nothing to change; revision 1.\n',
  })
  const json = JSON.parse((await shell.run(exportCommand, [], true)).out)
  t.match(json, { sites: [{ name: 'Main', number: 1 }], extensions: [{ number: '101' }] })
})
