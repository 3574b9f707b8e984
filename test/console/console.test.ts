import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { DATA_NAMES, RESETS_LOG } from '../../firmware/data-directory.ts'
import { Instance } from '../../firmware/demo/instance.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aPhone, numberOf, office } from '../integration/an-office.ts'
import { Person } from './a-person.ts'

t.setTimeout(600_000)
const [ann, bob] = [numberOf(0), numberOf(1)]
const PASSWORD = 'mind the gap please'
const GUEST = /^>$/
const ADMIN = /^admin>$/

/** A server with a console, and somebody at it. */
const person = new Person()
await person.plugIn()
const server = await Instance.start({
  office: office(30),
  env: { STROWGER_CONSOLE: person.tty },
})
t.teardown(async () => {
  if (!t.passing()) t.comment(`${person.screen.everything}\n${server.logs(4000)}`)
  await server.stop()
  await person.leave()
})

t.test(
  'decision 3: an unclaimed unit shows how to sign in, and how it is, to anybody',
  async (t) => {
    const seen = await person.sees(/set-up code +\d{6}/)
    t.match(seen, /Test {3}Strowger \d+\.\d+\.\d+ {3}https:\/\/127\.0\.0\.1:\d+/)
    const told = (await server.json('first-password')) as Record<string, string>
    t.match(seen, new RegExp(`login +admin\\s+first password +${told.firstPassword}`))
    t.match(server.output, new RegExp(`Sign in +https://\\S+ +admin / ${told.firstPassword}`))
    const status = await person.says('status', GUEST)
    t.match(status, /exchange +ready +pid \d+ +\d+ s +\d+ MB/)
    t.match(status, /^Everything works\.$/m)
    t.match(await person.says('network', GUEST), new RegExp(`SIP +udp ${server.sip.port} +open`))
    await person.begin(GUEST, 'phones')
    await person.sees(/201 +User N201 +not registered/)
    await person.prompted(/^-- more --/)
    person.press('q')
    t.match(await person.says('lines', GUEST), /no line cards/)
    for (const command of [
      'restart exchange',
      'factory-reset',
      'log exchange',
      'calls',
      'trace',
      'password',
    ]) {
      t.match(await person.says(command, GUEST), /Sign in for/, command)
    }
  },
)

t.test('USER-9 the first password must be changed, and that claims the unit', async (t) => {
  const { firstPassword } = (await server.json('first-password')) as Record<string, string>
  await person.type(GUEST, 'login')
  await person.type(/^login:$/, 'admin')
  await person.type(/^password:$/, firstPassword ?? '')
  await person.type(/^New password .*:$/, 'short')
  await person.type(/^Once more:$/, 'short')
  await person.sees(/at least 10 characters\./)
  await person.type(/^New password .*:$/, PASSWORD)
  await person.type(/^Once more:$/, `${PASSWORD}!`)
  await person.sees(/two different ones/)
  await person.type(/^New password .*:$/, PASSWORD)
  await person.type(/^Once more:$/, PASSWORD)
  await person.prompted(ADMIN)
  t.match(person.screen.text, /Hello Administrator/)
  t.notOk(person.screen.everything.includes(PASSWORD), 'it was never shown')
  t.strictSame(await server.json('first-password'), { claimed: true, login: 'admin' })
  t.notOk(server.logs(100_000).includes(PASSWORD))
})

t.test('help lists what there is, in words that fit the screen', async (t) => {
  const help = await person.says('help', ADMIN)
  t.notOk(help.split('\n').some((row) => row.length > 79))
  for (const name of ['status', 'bans [add | end ADDRESS]', 'factory-reset', 'explain DIGITS']) {
    t.ok(help.includes(`  ${name}  `), name)
  }
  t.match(await person.says('help restart', ADMIN), /restart PROCESS \| all \| box/)
  t.match(await person.says('rm -rf /', ADMIN), /There is no command 'rm'/)
  t.match(await person.says('$(reboot) `id` ; sh', ADMIN), /There is no command/)
})

t.test('explain says step by step what a number does', async (t) => {
  t.match(await person.says(`explain ${ann}`, ADMIN), new RegExp(`1\\. dialled ${ann}`))
  t.match(await person.says('explain 9 585 5550100', ADMIN), /1\. dialled 95855550100/)
  t.match(await person.says('explain', ADMIN), /Say what is dialled/)
})

t.test('Tab completes commands, processes and extensions', async () => {
  await person.prompted(ADMIN)
  person.press('exp\t')
  await person.prompted(/^admin> explain$/)
  person.press('20\t\t')
  await person.sees(/201 {2}202 {2}203/)
  await person.prompted(/^admin> explain 20$/)
  person.press('\x15restart exch\t')
  await person.prompted(/^admin> restart exchange$/)
  person.press('\x03')
  await person.prompted(ADMIN)
})

t.test('long lists come a screen at a time', async (t) => {
  await person.begin(ADMIN, 'phones')
  await person.prompted(/^-- more --/)
  t.match(person.seen, /222 +User N222/)
  t.notMatch(person.seen, /223 +User N223/)
  person.press(' ')
  await person.prompted(ADMIN)
  t.match(person.seen, /230 +User N230/)
})

/** Text with which a stranger would take over the terminal. */
const EVIL = 'Л2J\u202eeve \u009b2J'

t.test(
  'a call is traced while it goes on, and what strangers say in it is only letters',
  async (t) => {
    const phone = await aPhone(t, server, ann)
    const called = await aPhone(t, server, bob)
    await person.begin(ADMIN, 'trace all')
    await person.sees(/Waiting for calls/)
    const out = await phone.call(bob)
    const back = await called.incoming()
    back.ring()
    back.answer()
    await out.answered()
    const seen = await person.sees(/<- 200 OK \(SDP\)/)
    t.match(seen, new RegExp(`User N201 201 dialled ${bob}`))
    t.match(seen, /\d\d:\d\d:\d\d\.\d{3} +\S+ +127\.0\.0\.1:\d+ -> INVITE \(SDP\)/)
    t.match(seen, /127\.0\.0\.1:\d+ <- 180 Ringing/)
    person.press('q')
    t.match(await person.says('calls', ADMIN), /User N201 201 answered, .*202 answered/)
    const [, call] = /^(\S+) +\d+ s +dialled/m.exec(person.seen) ?? []
    await person.begin(ADMIN, `trace ${call}`)
    await person.sees(/Any key ends this/)
    await out.bye()
    await back.over()
    await person.sees(/BYE[\s\S]*is over/)
    await person.prompted(ADMIN)
    t.match(await person.says('trace 9-9-9', ADMIN), /There is no call 9-9-9/)

    await phone.request('REGISTER', `sip:${server.sip.address}`, {
      to: `<${phone.aor}>`,
      headers: [
        ['Contact', phone.contact],
        ['User-Agent', EVIL],
      ],
    })
    await person.begin(ADMIN, 'phones')
    await person.prompted(/^-- more --/)
    t.match(person.seen, /201 +User N201 +127\.0\.0\.1:\d+ udp +\?2J\?eve \?2J/)
    person.press('q')
    await person.begin(ADMIN, 'trace')
    await person.sees(/Waiting for calls/)
    const again = await phone.call(bob)
    const refused = await called.incoming()
    refused.refuse(`486 ${EVIL}`)
    await again.over()
    await person.sees(/486 [ -~]*2J[ -~]*eve/)
    person.press(' ')
    await person.prompted(ADMIN)
    t.strictSame(person.screen.strange, [])
  },
)

t.test('a process is restarted by name, and the log says so while it happens', async (t) => {
  const before = await server.pidOf('media')
  t.match(await person.says('restart media', ADMIN), /media ended and is started again/)
  await server.restarted('media', before)
  t.match(await person.says('restart nobody', ADMIN), /There is no process 'nobody'/)
  await person.begin(ADMIN, 'log supervisor')
  await person.sees(/restart asked for {2}process=media {2}by=admin/)
  person.press('x')
  await person.prompted(ADMIN)
  t.match(await person.says('log /etc/passwd', ADMIN), /There is no log of '\/etc\/passwd'/)
  t.match(await person.says('log ../../etc/passwd', ADMIN), /There is no log of/)
})

t.test(
  'RST-2 restarting the machine is asked about, and is not possible on a laptop',
  async (t) => {
    await person.begin(ADMIN, 'restart box')
    await person.prompted(/\(yes\/no\)$/)
    person.press('no\r')
    t.match(await person.sees(/Nothing was done/), /ends every call/)
    await person.begin(ADMIN, 'restart box')
    await person.prompted(/\(yes\/no\)$/)
    person.press('yes\r')
    await person.sees(/this is not the\s+appliance image/)
    await person.prompted(ADMIN)
  },
)

t.test('SECURITY 19 after logging out nothing is done without a login', async (t) => {
  await person.begin(ADMIN, 'logout')
  await person.prompted(/^login:$/)
  t.notMatch(person.seen, /first password|set-up code/)
  await person.type(/^login:$/, 'status')
  await person.type(/^password:$/, '')
  t.match(await person.sees(/Login or password is wrong/), /wrong/)
  t.notMatch(person.seen, /pid \d/)
})

t.test(
  'SECURITY 9, 19 wrong passwords make the next one wait; then the right one works',
  async (t) => {
    for (let wrong = 0; ; wrong++) {
      await person.begin(/^login:$/, 'admin')
      await person.type(/^password:$/, `guess ${wrong}`)
      if (/Try again/.test(await person.sees(/is wrong|Try again in \d+ s/))) break
      t.ok(wrong < 4, 'it comes to an end')
    }
    await letIn()
    t.notMatch(server.logs(100_000), /guess \d/, 'what people type at a login is not logged')
  },
)

/** Signs in, waiting for as long as it takes. */
async function letIn(): Promise<void> {
  await until(
    'to be let in',
    async () => {
      await person.begin(/^login:$/, 'admin')
      await person.type(/^password:$/, PASSWORD)
      return /Hello/.test(await person.sees(/Hello|Try again|wrong/))
    },
    70_000,
  )
  await person.prompted(ADMIN)
}

t.test(
  'a cable that is pulled out signs off, is a condition, and may be plugged in again',
  async (t) => {
    await person.prompted(ADMIN)
    person.press('fact') // in the middle of a line
    const pid = await server.pidOf('console')
    await person.unplug()
    await until('the condition', async () => {
      const { conditions } = await server.status()
      return conditions.some(({ id }) => id === 'console/device')
    })
    await person.plugIn()
    person.mark()
    await person.sees(/Strowger[\s\S]*\nlogin:$/m)
    await until('no condition', async () => (await server.status()).conditions.length === 0)
    t.equal(await server.pidOf('console'), pid, 'it is the same process')
  },
)

t.test('garbage and lines without end do no harm', async (t) => {
  const pid = await server.pidOf('console')
  const noise = Buffer.alloc(100_000)
  for (let at = 0, seed = 7; at < noise.length; at++) {
    seed = (seed * 48_271) % 2_147_483_647 // the same noise each time
    noise[at] = seed & 255
  }
  person.press(noise)
  person.press('x'.repeat(50_000))
  person.press('\x07\x1b\\\x03\x03done') // whatever it took the noise for is over
  await person.prompted(/^login: done$/)
  person.press('\x15')
  t.equal(await server.pidOf('console'), pid)
  t.strictSame(person.screen.strange, [])
  await letIn()
})

t.test('FDEF-1 settings go back to their defaults, after a look at them and a yes', async (t) => {
  const office = join(server.run, 'notes.yaml')
  writeFileSync(office, 'dialPlan: { emergencyNumber: 112 }\nweb: { idleSeconds: 300 }\n')
  await server.json('apply', office)
  await person.begin(ADMIN, 'reset-settings')
  await person.prompted(/yes\/no\)/)
  t.match(person.seen, /emergencyNumber: 112 .* 911/)
  person.press('no\r')
  await person.sees(/Nothing was done/)
  await person.begin(ADMIN, 'reset-settings')
  await person.type(/yes\/no\)/, 'yes')
  await person.sees(/Done, as change \d+/)
  await person.prompted(ADMIN)
  t.match(await person.says('reset-settings', ADMIN), /at their defaults/)
})

t.test('FDEF-3 a factory reset needs the words, and leaves a unit that nobody owns', async (t) => {
  const { data } = (await server.json('status')) as { data: string }
  const unit = readFileSync(join(data, 'unit.key'))
  await person.begin(ADMIN, 'factory-reset')
  await person.type(/go on:$/, 'yes')
  await person.sees(/Nothing was erased/)
  t.ok(readFileSync(join(data, 'unit.key')).equals(unit))
  const known: readonly string[] = [...DATA_NAMES, 'run.pid']
  const others = readdirSync(data).filter((name) => !known.includes(name))
  t.strictSame(others, [], 'a reset would leave these: add them to firmware/data-directory.ts')

  await person.begin(ADMIN, 'factory-reset')
  await person.prompted(/go on:$/)
  person.press('erase everything\r')
  const seen = await person.sees(/set-up code +\d{6}/, 60_000)
  t.match(seen, /first password +[a-z]+-/)
  t.notOk(readFileSync(join(data, 'unit.key')).equals(unit), 'another key')
  t.match(readFileSync(join(data, RESETS_LOG), 'utf8'), /"by":"admin","from":"console"/)
  await until('everything ready', async () => (await server.status()).ready, 60_000)
  t.match(await server.json('first-password'), { claimed: false })
  t.match(server.logs(100_000), /factory reset done/)
})
