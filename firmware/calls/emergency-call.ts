import type { Call } from './call.ts'

/** Somebody calls the emergency centre, or talks with it: whatever program the call has come to. */
export function isEmergency(call: Pick<Call, 'program' | 'steps'>): boolean {
  const state = call.steps.saved.state as Partial<{ emergency: boolean }> | undefined
  return call.program === 'emergency' || state?.emergency === true
}
