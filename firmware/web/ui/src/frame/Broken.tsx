import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'

/** A page that fails leaves the frame standing: a mistake of ours, or a page of another version that is gone from the server. */
export class Broken extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Sorry /> : this.props.children
  }
}

function Sorry(): ReactNode {
  const { t } = useWords()
  return (
    <div role="alert">
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
    </div>
  )
}
