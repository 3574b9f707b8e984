/**
 * `POST /hold-music?raw=1&level=1` takes the octets of a WAV or Sun .au file, or with `raw` of mu-law of 8 kHz without a header, and answers the mark
 * that the field `recording` of a piece of music names then; with `level` it is brought to -22 dBm0 (MOH-11). `GET /hold-music` says what is
 * there, `GET /hold-music/{mark}` is the recording as WAV, to be heard.
 */
export interface KeptMusic {
  readonly recording: string
  readonly seconds: number
  /** Average. */
  readonly levelDbm0: number
}

export interface MusicStorage {
  /** Octets taken, and there in all (MOH-7). */
  readonly used: number
  readonly most: number
  readonly recordings: readonly KeptMusic[]
}
