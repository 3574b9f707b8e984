/** What a held party may hear (MOH-3, MOH-4); `supplied` and `louder` are the same piece at two levels. */
export const HOLD_MUSIC = ['supplied', 'louder', 'none'] as const
export type HoldMusic = (typeof HOLD_MUSIC)[number]

/** A telephone may leave it to the office. */
export const PHONE_HOLD_MUSIC = ['default', ...HOLD_MUSIC] as const
export type PhoneHoldMusic = (typeof PHONE_HOLD_MUSIC)[number]
