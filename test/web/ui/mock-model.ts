import { modelFor } from '../../../firmware/web/api/model.ts'
import type { ModelSection } from '../../../firmware/web/contract.ts'
import type { Language } from '../../../firmware/words/message.ts'

/** The declarations as `/model` tells them to a server administrator. */
export function mockModel(language: Language = 'en'): readonly ModelSection[] {
  return modelFor(['server-admin'], language)
}
