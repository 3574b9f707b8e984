import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { KeptMusic, MusicStorage } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useSection } from '../api/queries.ts'
import { useMay } from '../api/use-may.ts'
import { CallFlowTabs } from '../call-flow/CallFlowTabs.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Uses } from '../parts/Uses.tsx'
import { useWords } from '../words/use-words.ts'
import { AddLine, AddRecording } from './AddMusic.tsx'
import { lengthOf, loudnessOf, type MusicPiece } from './music.ts'
import { OfficeMusic } from './OfficeMusic.tsx'

const PATH = '/call-flow/music'
const MB = 1_000_000

/** Music for who is on hold: what the office has, with its level, to be heard, and for whom (spec 31). */
export function MusicPage(): ReactNode {
  const { t } = useWords()
  const mayManage = useMay('PERM-94')
  const pieces = useSection<MusicPiece>('holdMusic')
  const storage = useQuery({
    queryKey: ['config', 'holdMusic', 'storage'],
    queryFn: ({ signal }) => api.get<MusicStorage>('/hold-music', signal),
  })
  return (
    <Page title={t('music.title')} lead={t('music.lead')}>
      <CallFlowTabs />
      <Loaded query={pieces}>
        {(all) => (
          <div className="stack">
            {mayManage && (
              <section className="panel stack">
                <h2>{t('music.office')}</h2>
                <OfficeMusic pieces={all} />
                <p className="small dim">{t('music.phones')}</p>
              </section>
            )}
            <section className="panel stack">
              <h2>{t('music.own')}</h2>
              {all.length === 0 && <Empty icon="activity">{t('music.nothing')}</Empty>}
              <ul className="plain-list stack">
                {all.map((piece) => (
                  <li key={piece.id} className="stack">
                    <Piece
                      piece={piece}
                      kept={storage.data?.recordings.find(
                        ({ recording }) => recording === piece.recording,
                      )}
                      mayManage={mayManage}
                    />
                  </li>
                ))}
              </ul>
              {storage.data && (
                <p className="small dim">
                  {t('music.room', {
                    used: Math.round(storage.data.used / MB),
                    most: storage.data.most / MB,
                  })}
                </p>
              )}
            </section>
            {mayManage && (
              <div className="columns">
                <section className="panel stack">
                  <h2>{t('music.add')}</h2>
                  <AddRecording />
                </section>
                <section className="panel stack">
                  <h2>{t('music.add-line')}</h2>
                  <AddLine />
                </section>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

interface PieceProps {
  readonly piece: MusicPiece
  readonly kept: KeptMusic | undefined
  readonly mayManage: boolean
}

function Piece({ piece, kept, mayManage }: PieceProps): ReactNode {
  const { t } = useWords()
  const loudness = kept && loudnessOf(kept.levelDbm0)
  return (
    <>
      <div className="row">
        <h3 className="grow">
          <bdi>{piece.name}</bdi>
        </h3>
        {mayManage && (
          <RemoveButton
            changes={[{ do: 'remove', section: 'holdMusic', id: piece.id }]}
            name={piece.name}
            then={PATH}
          />
        )}
      </div>
      {piece.linePort && <p>{t('music.line', { port: piece.linePort })}</p>}
      {piece.recording && (
        // biome-ignore lint/a11y/useMediaCaption: music has no words
        <audio
          controls
          preload="none"
          src={`/api/v1/hold-music/${piece.recording}`}
          aria-label={t('music.listen', { name: piece.name })}
        />
      )}
      {kept && (
        <p className="small dim">
          {t('music.level', { level: kept.levelDbm0, length: lengthOf(kept.seconds) })}{' '}
          {loudness && t(loudness)}
        </p>
      )}
      <h4>{t('music.used')}</h4>
      <Uses of={[{ section: 'holdMusic', id: piece.id }]} none={t('music.unused')} />
    </>
  )
}
