import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { powerBackend } from '../../firmware/host/power.ts'
import { aDirectory } from '../store/a-store.ts'

t.test('RST-6 RST-10: only the appliance image has power over its machine', async (t) => {
  const folder = aDirectory(t)
  const [release, systemctl, asked] = ['os-release', 'systemctl', 'asked'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  writeFileSync(systemctl, `#!/bin/sh\necho "$@" >> ${asked}\n`)
  chmodSync(systemctl, 0o755)
  t.strictSame(powerBackend(release, systemctl), {}, 'no os-release')
  writeFileSync(release, 'ID=debian\nNAME="IMAGE_ID=strowger"\n')
  t.strictSame(powerBackend(release, systemctl), {}, 'another machine')
  writeFileSync(release, 'ID=debian\nIMAGE_ID=strowger\n')
  const backend = powerBackend(release, systemctl)
  await backend.power?.({ action: 'restart' })
  await backend.power?.({ action: 'off' })
  t.equal(readFileSync(asked, 'utf8'), 'reboot\npoweroff\n')
  writeFileSync(systemctl, '#!/bin/sh\nexit 1\n')
  await t.rejects(async () => backend.power?.({ action: 'off' }), /systemctl ended with 1/)
})
