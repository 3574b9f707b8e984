import type { ReactNode } from 'react'

/** Why a form was refused; a screen reader says it at once. */
export function Wrong({ text }: { text: string | undefined }): ReactNode {
  return <div role="alert">{text && <p className="wrong">{text}</p>}</div>
}
