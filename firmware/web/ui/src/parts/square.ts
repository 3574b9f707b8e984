/** What part of a picture is kept: how near, and where its middle is, from 0 to 1 within what can be moved. */
export interface Cut {
  /** From 1, all of its shorter side, to 4. */
  readonly zoom: number
  readonly across: number
  readonly down: number
}

export const SIDE = 320 // pixels: what directories and telephones show

export const WHOLE: Cut = { zoom: 1, across: 0.5, down: 0.5 }

/** The square of the picture that a cut keeps, in its own pixels. */
export function squareOf(
  { width, height }: { readonly width: number; readonly height: number },
  { zoom, across, down }: Cut,
): { readonly left: number; readonly top: number; readonly side: number } {
  const side = Math.min(width, height) / zoom
  return { left: (width - side) * across, top: (height - side) * down, side }
}
