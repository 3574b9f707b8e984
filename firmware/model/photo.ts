import { text } from './fields.ts'

/** Names the octets of a picture by their SHA-256: put there by an upload, so that undo brings the picture back too. */
export const photo = (spec: string) =>
  text('Photo', {
    max: 64,
    spec,
    pattern: /^[0-9a-f]{64}$/,
    says: 'the mark of a picture',
    remedy: 'Upload the picture: its mark is made then.',
  })
