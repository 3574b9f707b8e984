import { Button, NativeSelect, PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ShownSnapshot } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

/** The last good snapshot in the place of a configuration that is damaged; the password is asked for, because every call ends. */
export function SnapshotPanel(): ReactNode {
  const { t } = useWords()
  const query = useQuery({
    queryKey: ['snapshots'],
    queryFn: ({ signal }) => api.get<readonly ShownSnapshot[]>('/snapshots', signal),
  })
  return (
    <section className="panel">
      <h2>{t('snapshot.title')}</h2>
      <div className="stack">
        <p className="small dim">{t('snapshot.text')}</p>
        <Loaded query={query}>
          {(snapshots) =>
            snapshots.length > 0 ? <Choice snapshots={snapshots} /> : <p>{t('snapshot.none')}</p>
          }
        </Loaded>
      </div>
    </section>
  )
}

function Choice({ snapshots }: { readonly snapshots: readonly ShownSnapshot[] }): ReactNode {
  const { t, moment } = useWords()
  const [file, setFile] = useState(snapshots[0]?.file ?? '')
  const [password, setPassword] = useState('')
  const [begun, setBegun] = useState(false)
  const { busy, wrong, submit } = useAsking(async () => {
    await api.post('/snapshots/restore', { file, password })
    setPassword('')
    setBegun(true)
  })
  if (begun) return <p role="status">{t('snapshot.begun')}</p>
  const shown = ({ revision, at, objects }: ShownSnapshot) =>
    t('snapshot.of', { revision, when: moment(at), objects })
  return (
    <form className="stack" onSubmit={submit}>
      <NativeSelect
        label={t('snapshot.which')}
        value={file}
        onChange={(event) => setFile(event.currentTarget.value)}
        data={snapshots.map((one) => ({ value: one.file, label: shown(one) }))}
      />
      <PasswordInput
        label={t('reset.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Wrong text={wrong} />
      <div className="row">
        <Button type="submit" loading={busy} disabled={password === ''}>
          {t('snapshot.do')}
        </Button>
      </div>
    </form>
  )
}
