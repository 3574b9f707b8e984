import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useLive, useObject } from '../api/queries.ts'
import { NewObjectForm, ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import type { SipTrunk } from '../model.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { TrunkNow } from './TrunkNow.tsx'

/** What a provider's letter says, and whom calls reach. */
const FIRST = [
  'description',
  'kind',
  'inService',
  'server',
  'userId',
  'registration',
  'loginId',
  'password',
  'transport',
  'route',
]

/** One SIP trunk and all its settings. */
export function TrunkPage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const trunk = useObject<SipTrunk>('sipTrunks', id)
  const live = useLive('trunks').data?.find((one) => one.id === id)
  const name = trunk.data?.description || t('trunks.title')
  const remove = [{ do: 'remove', section: 'sipTrunks', id }] as const
  return (
    <Page
      title={name}
      actions={trunk.data && <RemoveButton changes={remove} name={name} then="/lines" />}
    >
      <Loaded query={trunk}>
        {() => (
          <div className="stack">
            {live && <TrunkNow trunk={live} />}
            <section className="panel">
              <ObjectForm section="sipTrunks" id={id} first={FIRST} />
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

/** A SIP trunk that is not there yet; its page follows. */
export function NewTrunkPage(): ReactNode {
  const { t } = useWords()
  const [, go] = useLocation()
  return (
    <Page title={t('trunks.add')} lead={t('trunks.add-lead')}>
      <section className="panel">
        <NewObjectForm section="sipTrunks" first={FIRST} onMade={(id) => go(`/trunks/${id}`)} />
      </section>
    </Page>
  )
}
