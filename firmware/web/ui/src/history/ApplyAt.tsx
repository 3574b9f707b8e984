import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ChangeSetPreview } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

interface ApplyAtProps {
  readonly set: ChangeSetPreview
  readonly over: boolean
  readonly blocked: boolean
}

/** The time at which it acts by itself; of this browser's clock and zone. */
export function ApplyAt({ set, over, blocked }: ApplyAtProps): ReactNode {
  const { t } = useWords()
  const [at, setAt] = useState('')
  const path = `/change-sets/${set.id}/schedule`
  const { busy, wrong, submit } = useAsking(async () => {
    if (set.state === 'scheduled') await api.remove(path)
    else await api.post(path, { at: new Date(at).getTime(), over })
    await queries.invalidateQueries({ queryKey: ['change-sets'] })
  })
  return (
    <form className="stack" onSubmit={submit}>
      <Wrong text={wrong} />
      <div className="row row-bottom">
        {set.state !== 'scheduled' && (
          <TextInput
            type="datetime-local"
            label={t('sets.at')}
            required
            withAsterisk={false}
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        )}
        <Button
          type="submit"
          variant="default"
          loading={busy}
          disabled={set.state !== 'scheduled' && (blocked || at === '')}
        >
          {t(set.state === 'scheduled' ? 'sets.unschedule' : 'sets.schedule')}
        </Button>
      </div>
    </form>
  )
}
