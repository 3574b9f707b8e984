import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, ConfigObject } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useObject } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import type { MusicPiece } from './music.ts'

interface Settings extends ConfigObject {
  readonly holdMusic: string
  readonly ownMusic?: string | null
}

/** What the office's people on hold hear: a supplied piece, none, or one of its own. */
export function OfficeMusic({ pieces }: { pieces: readonly MusicPiece[] }): ReactNode {
  const settings = useObject<Settings>('settings', 'settings')
  return <Loaded query={settings}>{(stored) => <Choice stored={stored} pieces={pieces} />}</Loaded>
}

function Choice({
  stored,
  pieces,
}: {
  stored: Settings
  pieces: readonly MusicPiece[]
}): ReactNode {
  const words = useWords()
  const { t } = words
  const [wanted, setWanted] = useState<string>()
  const { busy, wrong, submit } = useAsking(async () => {
    if (wanted === undefined) return
    const own = pieces.some(({ id }) => id === wanted)
    const values = own ? { ownMusic: wanted } : { ownMusic: null, holdMusic: wanted }
    const changed = await api.patch<Changed>('/config/settings/settings', values, stored._revision)
    accepted(changed, t('saved'), words)
    setWanted(undefined)
  })
  return (
    <form className="row row-bottom" onSubmit={submit}>
      <NativeSelect
        className="grow"
        label={t('music.heard')}
        value={wanted ?? stored.ownMusic ?? stored.holdMusic}
        onChange={(event) => setWanted(event.currentTarget.value)}
        data={[
          { value: 'supplied', label: t('music.supplied') },
          { value: 'louder', label: t('music.louder') },
          { value: 'none', label: t('music.none') },
          ...pieces.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Button type="submit" loading={busy} disabled={wanted === undefined}>
        {t('save')}
      </Button>
      <Wrong text={wrong} />
    </form>
  )
}
