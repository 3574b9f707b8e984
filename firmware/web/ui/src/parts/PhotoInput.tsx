import { Button, Modal } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Changed, Kept } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { Face } from './Face.tsx'
import { type Cut, SIDE, squareOf, WHOLE } from './square.ts'

interface PhotoInputProps {
  readonly name: string
  /** Mark of the photo, empty for none. */
  readonly photo: string
  /** Names the photo where it belongs; empty for none. */
  readonly save: (photo: string) => Promise<Changed>
}

/** A photo: chosen or dropped, cut to a square, made small in the browser, then sent. */
export function PhotoInput({ name, photo, save }: PhotoInputProps): ReactNode {
  const words = useWords()
  const { t } = words
  const input = useRef<HTMLInputElement>(null)
  const [picture, setPicture] = useState<ImageBitmap>()
  const [over, setOver] = useState(false)
  const removing = useAsking(async () => accepted(await save(''), t('photo.removed'), words))
  const taking = useAsking(async () => {})
  const take = async (file: File | undefined) => {
    if (!file) return
    taking.say(undefined)
    try {
      setPicture(await createImageBitmap(file, { imageOrientation: 'from-image' }))
    } catch {
      taking.say(t('photo.no-picture', { name: file.name }))
    }
  }
  const done = async (octets: Blob) => {
    const { photo: mark } = await api.upload<Kept>('/photos', octets)
    accepted(await save(mark), t('photo.saved'), words)
    setPicture(undefined)
  }
  return (
    <section
      aria-label={t('photo.title')}
      className="row photo"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer.files[0])
      }}
    >
      <Face photo={photo} name={name} size={96} />
      <div className="stack">
        <p className="small dim">{t('photo.how')}</p>
        <input
          ref={input}
          type="file"
          hidden
          accept="image/jpeg,image/png"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
        <div className="row">
          <Button size="compact-sm" variant="default" onClick={() => input.current?.click()}>
            {t('photo.choose')}
          </Button>
          {photo && (
            <form onSubmit={removing.submit}>
              <Button type="submit" size="compact-sm" variant="default" loading={removing.busy}>
                {t('photo.remove')}
              </Button>
            </form>
          )}
        </div>
        <Wrong text={taking.wrong ?? removing.wrong} />
      </div>
      {picture && <Cutting picture={picture} onDone={done} onClose={() => setPicture(undefined)} />}
    </section>
  )
}

interface CuttingProps {
  readonly picture: ImageBitmap
  readonly onDone: (octets: Blob) => Promise<void>
  readonly onClose: () => void
}

const SLIDERS = [
  ['zoom', 1, 4],
  ['across', 0, 1],
  ['down', 0, 1],
] as const

function Cutting({ picture, onDone, onClose }: CuttingProps): ReactNode {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [cut, setCut] = useState<Cut>(WHOLE)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const { left, top, side } = squareOf(picture, cut)
    context.fillStyle = '#fff' // a PNG may be transparent
    context.fillRect(0, 0, SIDE, SIDE)
    context.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE)
  }, [picture, cut])
  const { busy, wrong, submit } = useAsking(async () => {
    const octets = await new Promise<Blob | null>((resolve) =>
      canvas.current?.toBlob(resolve, 'image/jpeg', 0.85),
    )
    if (octets) await onDone(octets)
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('photo.cut')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form className="stack" onSubmit={submit}>
        <canvas ref={canvas} width={SIDE} height={SIDE} className="photo-cut" />
        {SLIDERS.map(([which, min, max]) => (
          <label key={which} className="slider">
            <span>{t(`photo.${which}`)}</span>
            <input
              type="range"
              min={min}
              max={max}
              step={0.05}
              value={cut[which]}
              onChange={(event) => setCut({ ...cut, [which]: Number(event.currentTarget.value) })}
            />
          </label>
        ))}
        <Wrong text={wrong} />
        <div className="row">
          <Button type="submit" loading={busy}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
