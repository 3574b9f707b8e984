/** What is read in a cage: bytes from outside to plain data. Each is loaded only where it is needed, for a cage lives for one file. */

/** What a cage is asked to read. */
export type Kind = 'office' | 'table' | 'photo'

type Reader = (given: Buffer) => unknown

export const READERS: Readonly<Record<Kind, () => Promise<Reader>>> = {
  office: async () => {
    const { readTree } = await import('../../store/file-tree.ts')
    return (given) => readTree(given.toString('utf8'))
  },
  table: async () => {
    const { readCsv } = await import('../../store/csv.ts')
    return (given) => readCsv(given.toString('utf8'))
  },
  photo: async () => {
    const { cleanPhoto } = await import('../api/photos/clean-photo.ts')
    return (given) => {
      const clean = cleanPhoto(given)
      if (!clean.ok) return { refused: clean.error }
      const { type, bytes } = clean.value
      return { type, bytes: bytes.toString('base64') }
    }
  },
}
