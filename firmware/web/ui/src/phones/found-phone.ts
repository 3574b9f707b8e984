import type { ConfigChange, FoundPhone, ModelSection } from '../../../contract.ts'
import type { Extension, Handset } from '../model.ts'
import { additionOf, HANDSET, type NewPerson } from '../people/new-person.ts'

/** Whose a found telephone becomes. */
export type Whose =
  | { readonly kind: 'extension'; readonly extension: Extension }
  | { readonly kind: 'new'; readonly person: NewPerson }

const SIP_USER = /^[A-Za-z0-9._-]{1,32}$/

/** What it is, as people say it: its model where it told, else what it calls itself. */
export function modelOf({ vendor, model, version, userAgent }: FoundPhone): string {
  const told = [vendor, model].filter(Boolean).join(' ')
  return told ? [told, version].filter(Boolean).join(' ') : userAgent
}

/** `0004f2a1b2c3` as it stands on the telephone's back. */
export function macOf(mac: string): string {
  return mac.match(/.{2}/g)?.join(':') ?? mac
}

/**
 * The handset of a found telephone, which rings when its owner is called: one change. It keeps the user that it registers with, where
 * nobody has that one, so that only the password is left to be entered.
 */
export function adoptionOf(
  phone: FoundPhone,
  whose: Whose,
  { handsets, model }: { handsets: readonly Handset[]; model: readonly ModelSection[] },
): ConfigChange {
  const values = handsetValues(phone, handsets, model)
  if (whose.kind === 'new') return additionOf(whose.person, values)
  const { id, route, _revision } = whose.extension
  const [first, ...others] = route?.attempts ?? []
  const destinations = [...(first?.destinations ?? []), { handset: HANDSET }]
  const attempts = [{ ...first, destinations }, ...others]
  return {
    changes: [
      { do: 'create', section: 'handsets', id: HANDSET, values: { ...values, extension: id } },
      {
        do: 'update',
        section: 'extensions',
        id,
        values: { route: { ...route, attempts } },
        _revision,
      },
    ],
  }
}

function handsetValues(
  { mac, user }: FoundPhone,
  handsets: readonly Handset[],
  model: readonly ModelSection[],
): Readonly<Record<string, string>> {
  const declared = model.find(({ section }) => section === 'handsets')?.fields ?? []
  const keepsMac = mac !== undefined && declared.some(({ name }) => name === 'mac')
  const isFree =
    user !== undefined &&
    SIP_USER.test(user) &&
    handsets.every(({ sipUser, loginId }) => sipUser !== user && loginId !== user)
  return { ...(keepsMac ? { mac } : {}), ...(isFree ? { sipUser: user } : {}) }
}
