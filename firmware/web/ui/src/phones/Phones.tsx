import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ShownPhone } from '../../../contract.ts'
import { useLive } from '../api/queries.ts'
import { useNow } from '../clock.ts'
import { Empty } from '../parts/Empty.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { FoundPhones } from './FoundPhones.tsx'
import { PHONE_TONES, phoneState } from './phone-state.ts'

/** Every telephone, where it is, and what it is doing. */
export function Phones(): ReactNode {
  const { t } = useWords()
  const phones = useLive('phones')
  return (
    <Page title={t('nav.phones')} lead={t('phones.lead')}>
      <FoundPhones />
      <Loaded query={phones}>
        {(list) =>
          list.length > 0 ? (
            <PhoneTable phones={list} />
          ) : (
            <Empty icon="phone">
              <p>{t('phones.none')}</p>
              <Link href="/people/new">{t('people.add')}</Link>
            </Empty>
          )
        }
      </Loaded>
    </Page>
  )
}

function PhoneTable({ phones }: { phones: readonly ShownPhone[] }): ReactNode {
  const { t } = useWords()
  return (
    <div className="panel panel-flush table-wrap">
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('phones.state')}</Table.Th>
            <Table.Th>{t('phones.owner')}</Table.Th>
            <Table.Th>{t('people.extension')}</Table.Th>
            <Table.Th>{t('phones.address')}</Table.Th>
            <Table.Th>{t('phones.model')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {phones.map((phone) => (
            <PhoneRow key={phone.handset} phone={phone} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function PhoneRow({ phone }: { phone: ShownPhone }): ReactNode {
  const { t } = useWords()
  const { handset, name, sipUser, extension, line, contacts } = phone
  const state = phoneState(phone)
  const [contact] = contacts
  return (
    <Table.Tr>
      <Table.Td className="no-wrap">
        <Lamp tone={PHONE_TONES[state]}>{t(`phone.${state}`)}</Lamp>
      </Table.Td>
      <Table.Td>
        <Link href={`/phones/${handset}`} className="link-row">
          <bdi className="clamp">{name || sipUser}</bdi>
        </Link>
      </Table.Td>
      <Table.Td data-label={t('people.extension')} className="num">
        {extension || '–'}
      </Table.Td>
      <Table.Td data-label={t('phones.address')} className="small">
        {line ? t('phones.on-port', { port: sipUser }) : <Address contact={contact} />}
      </Table.Td>
      <Table.Td data-label={t('phones.model')} className="small">
        {line ? t('phones.analog') : <bdi className="clamp">{contact?.userAgent || '–'}</bdi>}
      </Table.Td>
    </Table.Tr>
  )
}

/** Where it is, and for how long. */
function Address({ contact }: { contact: ShownPhone['contacts'][number] | undefined }): ReactNode {
  const { t, durationShort } = useWords()
  const now = useNow(30_000)
  if (!contact) return '–'
  return (
    <>
      {contact.address}
      <div className="dim">
        {t('phones.for', { time: durationShort((now - contact.registeredAt) / 1000) })}
      </div>
    </>
  )
}
