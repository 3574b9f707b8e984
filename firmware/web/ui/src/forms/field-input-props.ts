import type { ComponentType } from 'react'
import type { ModelField } from '../../../contract.ts'

export interface FieldInputProps {
  readonly field: ModelField
  readonly path: string
  readonly value: unknown
  readonly problemAt: (path: string) => string | undefined
  readonly disabled: boolean
  readonly onChange: (value: unknown) => void
}

/** Of an input that has others in it: what shows these. */
export interface NestedInputProps extends FieldInputProps {
  readonly Field: ComponentType<FieldInputProps>
}
