import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { CommandError } from '../../firmware/bus/command-error.ts'
import type { Verbs } from '../../firmware/bus/command-socket.ts'
import { serveCommands } from '../../firmware/bus/command-socket.ts'
import { runCli } from '../../firmware/cli/run-cli.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import type { ShownLine } from '../../firmware/gateway/shown-line.ts'
import { silentLog } from '../../firmware/log.ts'
import { commandSocket } from '../../firmware/run-directory.ts'

const IDLE: ShownLine = {
  line: 'fxs-1',
  kind: 'fxs',
  driver: 'sim',
  hook: 'on',
  ringing: false,
  battery: true,
  audio: true,
  lifeline: 'off',
  served: false,
  levelFrom: -99.9,
  levelTo: -99.9,
  slips: 0,
  offHookMs: 0,
}

/** A command line whose lines process answers as `verbs` say; without them there is none. */
async function aShell(t: Test, verbs?: Verbs) {
  const run = mkdtempSync(join(tmpdir(), 'strowger-lines-'))
  const path = commandSocket(run, 'lines')
  const server =
    verbs && (await serveCommands({ path, name: 'lines', verbs, log: silentLog, clock }))
  t.teardown(async () => {
    await server?.close()
    rmSync(run, { recursive: true })
  })
  return async (...words: string[]) => {
    let said = ''
    let wrong = ''
    const code = await runCli(words, {
      stdout: (text) => {
        said += text
      },
      stderr: (text) => {
        wrong += text
      },
      variables: { STROWGER_RUN: run, STROWGER_DATA: run, STROWGER_BIND: '127.0.0.1' },
      clock,
    })
    return { code, said, wrong }
  }
}

t.test('lines shows each line in words, with what is loud', async (t) => {
  const answers: ShownLine[] = [
    { ...IDLE, levelFrom: -25 },
    { ...IDLE, line: 'fxs-2', hook: 'off', termination: 'x', levelFrom: 0, levelTo: -50 },
    { ...IDLE, line: 'fxs-3', ringing: true },
    { ...IDLE, line: 'fxs-4', lifeline: 'tone', hook: 'off' },
    { ...IDLE, line: 'fxo-1', kind: 'fxo', battery: false },
    { ...IDLE, line: 'fxo-2', kind: 'fxo', ringing: true },
  ]
  const shell = await aShell(t, { lines: () => answers })
  const { code, said } = await shell('lines')
  t.equal(code, 0)
  for (const wanted of [
    /○ +fxs-1 +sim +on +idle +█████····· +-25\.0 +·········· silent/,
    /● +fxs-2 +sim +off +in a call +██████████ +0\.0 +·········· +-50\.0/,
    /fxs-3 .* is rung/,
    /! +fxs-4 .* emergency numbers only/,
    /! +fxo-1 .* no voltage/,
    /● +fxo-2 .* rings/,
  ]) {
    t.match(said, wanted)
  }
  t.strictSame(JSON.parse((await shell('lines', '--json')).said), answers)
  t.match(await shell('lines', '--wach'), { code: 2, wrong: /As: strowger lines --watch/ })
})

t.test('lines --watch goes on until the process ends', async (t) => {
  let looks = 0
  const shell = await aShell(t, {
    lines: () => {
      looks++
      if (looks > 2) throw new CommandError('gone', 'The end.')
      return [IDLE]
    },
  })
  const { code, said } = await shell('lines', '--watch', '--json')
  t.equal(code, 3)
  t.strictSame(
    said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [[IDLE], [IDLE]],
  )
})

t.test('without a server both say so', async (t) => {
  const shell = await aShell(t)
  t.match(await shell('lines'), { code: 3, wrong: /does not answer/ })
  t.match(await shell('sim', 'fxs-1', 'lift'), { code: 3, wrong: /Nobody listens/ })
})

t.test('sim says to the lines process what a person did', async (t) => {
  const told: unknown[] = []
  const shell = await aShell(t, {
    sim: (args) => {
      told.push(args)
    },
  })
  const saying = { voice: 'tone', hz: 440 }
  for (const [words, args] of [
    ['fxs-1 lift', { action: 'lift' }],
    ['fxs-1 hang-up', { action: 'hang-up' }],
    ['fxs-1 flash', { action: 'flash', ms: 600 }],
    ['fxs-1 flash 150', { action: 'flash', ms: 150 }],
    ['fxs-1 dial 9,5#', { action: 'dial', keys: '9,5#', how: 'dtmf' }],
    ['fxs-1 dial 911 --pulse', { action: 'dial', keys: '911', how: 'pulse' }],
    ['fxo-1 ring 2025550100 SMITH', { action: 'ring', number: '2025550100', name: 'SMITH' }],
    ['fxo-1 end', { action: 'end' }],
    ['fxs-1 say tone 440', { action: 'say', ...saying }],
    ['fxs-1 say tone 440 -20', { action: 'say', ...saying, levelDbm0: -20 }],
    ['fxs-1 say speech', { action: 'say', voice: 'speech' }],
    ['fxs-1 record /tmp/x.wav', { action: 'record', path: '/tmp/x.wav' }],
    ['fxs-1 record x.wav', { action: 'record', path: join(process.cwd(), 'x.wav') }],
    ['fxs-1 record off', { action: 'record', path: null }],
    ['fxo-1 fault cut', { action: 'fault', fault: 'cut' }],
    [
      'fxo-1 rule 5550107 answer --rings 2 --talk 10 --says tone 440',
      { action: 'rule', number: '5550107', outcome: 'answer', rings: 2, talkMs: 10_000, saying },
    ],
    ['fxo-1 rule 5550108 busy', { action: 'rule', number: '5550108', outcome: 'busy' }],
    [
      'fxo-1 office --far-end none --answer-reversal',
      { action: 'office', farEnd: [], cpcMs: 600, dialToneAfterMs: 200, answerReversal: true },
    ],
  ] as const) {
    t.match(await shell('sim', ...words.split(' ')), { code: 0, said: '', wrong: '' }, words)
    t.strictSame(told.pop(), { line: words.split(' ')[0], ...args })
  }
})

t.test('sim used wrongly shows an example, and asks nobody', async (t) => {
  const shell = await aShell(t, { sim: () => t.fail('asked') })
  for (const [words, wanted] of [
    ['fxs-1', /what shall fxs-1 do\? One of: lift, /],
    ['fxs-1 jump', /there is no action 'jump'\. There are: lift, /],
    [
      'fxs-1 flash abc',
      /ms is not a whole number from 100 to 2000.*as: +strowger sim fxs-1 flash 600/s,
    ],
    ['fxs-1 flash 600 700', /does not follow flash/],
    ['fxs-1 dial', /keys are not .*strowger sim fxs-1 dial 95550100/s],
    ['fxs-1 dial 12 --puls', /does not follow dial/],
    ['fxs-1 say tone', /does not follow say.*strowger sim fxs-1 say tone 1000/s],
    ['fxs-1 record', /strowger sim fxs-1 record heard\.wav/],
    ['fxo-1 fault fire', /fault is none of none, cut, /],
    ['fxo-1 rule 5 answer --talks 3', /does not follow rule/],
    ['fxo-1 office --cpc', /does not follow office/],
    ['FXS1 lift', /line is not the name of a line, as fxs-1/],
  ] as const) {
    t.match(await shell('sim', ...words.split(' ')), { code: 2, wrong: wanted }, words)
  }
})

t.test('sim shows what the far ends hear', async (t) => {
  const hearing = {
    levelDbm0: -13,
    hz: [440, 350],
    ringing: true,
    rings: 2,
    offHook: true,
    battery: true,
    lastRingMs: [],
    callerNumber: '2025550100',
    callerName: 'A\u001b[2JB',
  }
  const phone = { line: 'fxs-1', kind: 'fxs', hearing }
  const office = {
    line: 'fxo-1',
    kind: 'fxo',
    hearing: { ...hearing, levelDbm0: -99.9, hz: [] },
    office: {
      state: 'talking',
      dialled: '5550100',
      preDialMs: 500,
      digitOnMs: 100,
      digitGapMs: 100,
    },
  }
  const shell = await aShell(t, {
    sim: (args) => ('line' in (args as object) ? phone : [phone, office]),
  })
  const { said } = await shell('sim')
  t.match(
    said,
    /fxs-1 +lifted +hears -13\.0 dBm0 +440 \+ 350 Hz +the bell sounds, rang 2 times, shows 2025550100 A·\[2JB/,
  )
  t.match(said, /fxo-1 +office: talking +hears silence +dialled 5550100/)
  t.match(said, /as: strowger sim fxs-1 lift/)
  t.match((await shell('sim', 'fxs-1', 'listen')).said, /^fxs-1 +lifted/)
  t.match(JSON.parse((await shell('sim', 'fxs-1', 'listen', '--json')).said), { line: 'fxs-1' })
})

t.test('sim passes on what the lines process refuses', async (t) => {
  const shell = await aShell(t, {
    sim: () => {
      throw new CommandError('no-such-line', 'There is no line fxs-9. Lines: fxs-1.')
    },
  })
  t.match(await shell('sim', 'fxs-9', 'lift'), { code: 1, wrong: /Lines: fxs-1/ })
})
