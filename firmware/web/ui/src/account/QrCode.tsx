import type { ReactNode } from 'react'
import { encode } from 'uqr'

const QUIET = 4 // modules around the code, ISO/IEC 18004

/** A text as a QR code, dark on light in every colour scheme: cameras want it so. */
export function QrCode({ text, name }: { text: string; name: string }): ReactNode {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])))
  return (
    <svg
      className="qr"
      role="img"
      aria-label={name}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
