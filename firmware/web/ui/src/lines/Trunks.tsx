import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ShownTrunk } from '../../../contract.ts'
import { useLive, useSection } from '../api/queries.ts'
import type { SipTrunk } from '../model.ts'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { TrunkLamp } from './TrunkNow.tsx'

/** Outside lines over SIP, and the way to another one. */
export function Trunks(): ReactNode {
  const { t } = useWords()
  const trunks = useSection<SipTrunk>('sipTrunks')
  const now = new Map((useLive('trunks').data ?? []).map((one) => [one.id, one]))
  return (
    <section className="panel stack">
      <div className="row">
        <h2 className="panel-title">{t('trunks.title')}</h2>
        <Button
          component={Link}
          href="/trunks/new"
          variant="default"
          className="row-end"
          leftSection={<Icon name="plus" size={18} />}
        >
          {t('trunks.add')}
        </Button>
      </div>
      <p className="small dim">{trunks.data?.length === 0 ? t('trunks.none') : t('trunks.lead')}</p>
      <ul className="plain-list">
        {(trunks.data ?? []).map(({ id, description, server, kind, inService }) => (
          <li key={id} className="row">
            <Link href={`/trunks/${id}`} className="link-row clamp">
              <bdi>{description}</bdi>
            </Link>
            <span className="dim">{server}</span>
            <LiveState trunk={now.get(id)} />
            <span className="tag row-end">
              {inService === false ? t('trunk.off') : t(`trunk.${kind ?? 'provider'}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Nothing while the exchange says nothing of it. */
function LiveState({ trunk }: { trunk: ShownTrunk | undefined }): ReactNode {
  const { t } = useWords()
  if (!trunk || trunk.state === 'off') return null
  const { calls, maxCalls: most } = trunk
  return (
    <>
      <TrunkLamp trunk={trunk} />
      {calls > 0 && <span className="small dim">{t('trunk.calls', { calls, most })}</span>}
    </>
  )
}
