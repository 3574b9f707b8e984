import { type ReactNode, useState } from 'react'

/** Somebody's photo, or their initials where there is none or it is not here. */
export function Face({
  photo,
  name,
  size,
}: {
  readonly photo: string
  readonly name: string
  readonly size: number
}): ReactNode {
  const [missing, setMissing] = useState('')
  if (photo && missing !== photo) {
    return (
      <img
        className="face"
        src={`/api/v1/photos/${photo}`}
        alt=""
        width={size}
        height={size}
        onError={() => setMissing(photo)}
      />
    )
  }
  const initials = name
    .split(/\s+/)
    .map((word) => [...word].find((letter) => /\p{L}/u.test(letter)) ?? '')
    .join('')
    .slice(0, 2)
  return (
    <svg className="face" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="20" />
      <text x="20" y="26" textAnchor="middle">
        {initials.toUpperCase()}
      </text>
    </svg>
  )
}
