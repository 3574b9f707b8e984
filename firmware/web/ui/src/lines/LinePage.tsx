import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLive, useSection } from '../api/queries.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Nowhere } from '../frame/Nowhere.tsx'
import type { AnalogHandset, FxoLine } from '../model.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { isTrouble, LINE_TONES, lineState } from './line-state.ts'
import { Meter } from './Meter.tsx'

/** One line, by its port or by the identity of its settings. */
export function LinePage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const lines = useLive('lines')
  const fxo = useSection<FxoLine>('fxoLines')
  const analog = useSection<AnalogHandset>('analogHandsets')
  const isIt = (one: { id: string; port: string }) => one.id === id || one.port === id
  const outside = fxo.data?.find(isIt)
  const inside = analog.data?.find(isIt)
  const settings = outside ?? inside
  const port = settings?.port ?? id
  const line = lines.data?.find((one) => one.line === port)
  if (lines.data && fxo.data && analog.data && !line && !settings) return <Nowhere />
  const state = line && lineState(line)
  return (
    <Page title={settings?.description || port} lead={settings?.description ? port : undefined}>
      <Loaded query={fxo}>
        {() => (
          <div className="columns">
            <section className="panel stack">
              <h2>{t('phones.now')}</h2>
              {line && state ? (
                <>
                  <Lamp tone={LINE_TONES[state]}>{t(`line.${state}`)}</Lamp>
                  {isTrouble(state) && (
                    <p className="wrong" data-tone={LINE_TONES[state]}>
                      {t(`line.${state}-help` as 'line.no-audio-help')}
                    </p>
                  )}
                  <Meter label={t('line.from')} level={line.levelFrom} />
                  <Meter label={t('line.to')} level={line.levelTo} />
                </>
              ) : (
                <p className="dim">{t('line.no-card')}</p>
              )}
              {inside && <Link href={`/phones/${inside.id}`}>{t('line.phone')}</Link>}
            </section>
            <section className="panel">
              <h2>{t('settings')}</h2>
              {!analog.data ? null : settings ? (
                <ObjectForm section={outside ? 'fxoLines' : 'analogHandsets'} id={settings.id} />
              ) : (
                <p className="dim">{t('line.not-set-up')}</p>
              )}
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
