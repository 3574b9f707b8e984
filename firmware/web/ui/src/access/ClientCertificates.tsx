import { Anchor, Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ClientCertificate, ClientCertificates as Listed } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { toasts } from '../frame/toasts.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Sure } from '../parts/Sure.tsx'
import { useWords } from '../words/use-words.ts'
import { NewClientCertificate } from './NewClientCertificate.tsx'

const CERTIFICATES = ['client-certificates'] as const
const read = () => queries.invalidateQueries({ queryKey: CERTIFICATES })

/** Who may reach the pages from outside (WEB-40 to 54): holders of a certificate that this unit made. */
export function ClientCertificates(): ReactNode {
  const { t } = useWords()
  const [adding, setAdding] = useState(false)
  const certificates = useQuery({
    queryKey: CERTIFICATES,
    queryFn: ({ signal }) => api.get<Listed>('/client-certificates', signal),
    staleTime: 0,
  })
  return (
    <section className="panel stack">
      <div className="row">
        <h2 className="panel-title">{t('client.title')}</h2>
        <Button
          className="row-end"
          size="sm"
          leftSection={<Icon name="plus" size={18} />}
          onClick={() => setAdding(true)}
        >
          {t('client.add')}
        </Button>
      </div>
      <p className="dim measure">{t('client.lead')}</p>
      <Loaded query={certificates}>{(listed) => <List listed={listed} />}</Loaded>
      <p className="note measure">
        <strong>{t('client.practice')}</strong> {t('client.practice-text')}
      </p>
      {adding && (
        <NewClientCertificate onClose={() => setAdding(false)} onMade={() => void read()} />
      )}
    </section>
  )
}

function List({ listed }: { listed: Listed }): ReactNode {
  const { t } = useWords()
  const { issuer, port, open, items } = listed
  const revokeAll = async () => {
    await api.remove('/client-certificates')
    await read()
    toasts.show({ text: t('client.all-revoked'), tone: 'good' })
  }
  return (
    <>
      <Lamp tone={open ? 'good' : 'idle'}>
        {t(open ? 'client.open' : 'client.closed', { port })}
      </Lamp>
      {items.length === 0 ? (
        <Empty icon="shield">{t('client.none')}</Empty>
      ) : (
        <>
          <Certificates items={items} />
          <div className="row">
            {issuer && (
              <span className="small dim">
                <bdi>{t('client.issuer', { issuer })}</bdi>
              </span>
            )}
            <span className="row-end">
              <Sure
                label={t('client.revoke-all')}
                title={t('client.revoke-all-ask')}
                text={t('client.revoke-all-text')}
                act={revokeAll}
              />
            </span>
          </div>
        </>
      )}
    </>
  )
}

function Certificates({ items }: { items: readonly ClientCertificate[] }): ReactNode {
  const { t, date, moment } = useWords()
  const newest = [...items].sort((a, b) => b.createdAt - a.createdAt)
  return (
    <div className="table-wrap">
      <Table className="cards cards-inner">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('client.name')}</Table.Th>
            <Table.Th>{t('client.created')}</Table.Th>
            <Table.Th>{t('client.used')}</Table.Th>
            <Table.Th>{t('system.until')}</Table.Th>
            <Table.Th>
              <span className="hidden-list">{t('client.actions')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {newest.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                <strong className="clamp">
                  <bdi>{one.commonName}</bdi>
                </strong>
                <details className="small dim">
                  <summary>{t('certificate.fingerprint')}</summary>
                  <span className="mono">{one.fingerprint}</span>
                </details>
              </Table.Td>
              <Table.Td data-label={t('client.created')} className="small">
                {date(one.createdAt)}
              </Table.Td>
              <Table.Td data-label={t('client.used')} className="small">
                {one.lastUsedAt === undefined ? t('client.never') : moment(one.lastUsedAt)}
              </Table.Td>
              <Table.Td data-label={t('system.until')} className="small">
                {date(one.notAfter)}
              </Table.Td>
              <Table.Td className="no-wrap cell-end">
                <Actions one={one} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Actions({ one: { id, commonName } }: { one: ClientCertificate }): ReactNode {
  const { t } = useWords()
  const path = `/client-certificates/${encodeURIComponent(id)}`
  const revoke = async () => {
    await api.remove(path)
    await read()
    toasts.show({ text: t('client.revoked', { name: commonName }), tone: 'good' })
  }
  return (
    <div className="row row-tight row-whole">
      <Anchor
        href={`/api/v1${path}/file`}
        download
        size="sm"
        aria-label={t('client.download-name', { name: commonName })}
      >
        {t('client.download')}
      </Anchor>
      <Sure
        label={t('client.revoke')}
        name={t('client.revoke-name', { name: commonName })}
        size="compact-sm"
        title={t('client.revoke-ask', { name: commonName })}
        text={t('client.revoke-text')}
        act={revoke}
      />
    </div>
  )
}
