import { Button, Checkbox, TextInput } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import type { Changed, KeptMusic } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { isRaw, nameFrom } from './music.ts'

function create(values: object): Promise<Changed> {
  return api.post<Changed>('/config', {
    changes: [{ do: 'create', section: 'holdMusic', id: 'new:1', values }],
  })
}

/** A file becomes a piece in one step: sent, converted, named. */
export function AddRecording(): ReactNode {
  const words = useWords()
  const { t } = words
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [name, setName] = useState('')
  const [level, setLevel] = useState(true)
  const { busy, wrong, submit, say } = useAsking(async () => {
    if (!file) return say(t('music.no-file'))
    const how = `${isRaw(file.name) ? 'raw=1&' : ''}level=${level ? 1 : 0}`
    const { recording } = await api.upload<KeptMusic>(`/hold-music?${how}`, file)
    accepted(await create({ name, recording }), t('music.added', { name }), words)
    setFile(undefined)
    setName('')
  })
  return (
    <form className="stack" onSubmit={submit}>
      <p className="small dim">{t('music.file-how')}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".wav,.au,.snd,.raw,.ul,audio/wav,audio/x-wav,audio/basic"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (!chosen) return
          setFile(chosen)
          setName((before) => before || nameFrom(chosen.name))
        }}
      />
      <div className="row">
        <Button variant="default" onClick={() => input.current?.click()}>
          {t('music.choose')}
        </Button>
        <bdi className="clamp">{file?.name}</bdi>
      </div>
      <TextInput
        label={t('music.name')}
        description={t('music.name-how')}
        required
        maxLength={32}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label={t('music.adjust')}
        checked={level}
        onChange={(event) => setLevel(event.currentTarget.checked)}
      />
      <Wrong text={wrong} />
      <div className="row">
        <Button type="submit" loading={busy}>
          {t('music.add')}
        </Button>
      </div>
    </form>
  )
}

/** MOH-3: what comes in on a port. */
export function AddLine(): ReactNode {
  const words = useWords()
  const { t } = words
  const [name, setName] = useState('')
  const [port, setPort] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    const changed = await create({ name, linePort: port.trim() })
    accepted(changed, t('music.added', { name }), words)
    setName('')
    setPort('')
  })
  return (
    <form className="stack" onSubmit={submit}>
      <p className="small dim">{t('music.line-how')}</p>
      <TextInput
        label={t('music.name')}
        description={t('music.name-how')}
        required
        maxLength={32}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('music.port')}
        placeholder="fxo-4"
        required
        maxLength={8}
        value={port}
        onChange={(event) => setPort(event.currentTarget.value)}
      />
      <Wrong text={wrong} />
      <div className="row">
        <Button type="submit" variant="default" loading={busy}>
          {t('music.add-line')}
        </Button>
      </div>
    </form>
  )
}
