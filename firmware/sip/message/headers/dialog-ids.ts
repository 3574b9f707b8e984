import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { parseCallId } from '../fields.ts'
import { isToken } from '../tokens.ts'
import { formatParams, single, withParams } from './header.ts'

/** A dialog as another names it: the tags are those of the receiver of the header and of its peer. */
export interface DialogId {
  readonly callId: string
  /** Tag of whoever gets the request. */
  readonly localTag: string
  /** Tag of its peer in that dialog. */
  readonly remoteTag: string
}

/** Replaces, RFC 3891 §6.1. */
export interface Replaces extends DialogId {
  /** Not once the call has been answered. */
  readonly earlyOnly: boolean
}

function parseDialogId(text: string, local: string, remote: string): Result<DialogId> {
  const parts = withParams(text)
  const callId = parts && parseCallId(parts.value)
  const localTag = parts?.params.get(local)
  const remoteTag = parts?.params.get(remote)
  if (!callId?.ok) return refuse('no Call-ID')
  if (!localTag || !isToken(localTag)) return refuse(`${local} is missing or no token`)
  if (!remoteTag || !isToken(remoteTag)) return refuse(`${remote} is missing or no token`)
  return ok({ callId: callId.value, localTag, remoteTag })
}

/** The value of a Replaces header, or of the one in the URI of a Refer-To (`uriHeaders`). */
export function parseReplaces(text: string): Result<Replaces> {
  const dialog = parseDialogId(text, 'to-tag', 'from-tag')
  if (!dialog.ok) return dialog
  return ok({ ...dialog.value, earlyOnly: withParams(text)?.params.has('early-only') ?? false })
}

export const REPLACES = single('replaces', parseReplaces)
/** Join, RFC 3911 §7.1. */
export const JOIN = single('join', (text) => parseDialogId(text, 'to-tag', 'from-tag'))
/** Target-Dialog, RFC 4538 §7: here the tags are those of the request's receiver and sender. */
export const TARGET_DIALOG = single('target-dialog', (text) =>
  parseDialogId(text, 'local-tag', 'remote-tag'),
)

/** Replaces or Join. */
export function formatReplaces(dialog: DialogId, earlyOnly = false): string {
  const { callId, localTag, remoteTag } = dialog
  const tags = formatParams({ 'to-tag': localTag, 'from-tag': remoteTag })
  return `${callId}${tags}${earlyOnly ? ';early-only' : ''}`
}

export function formatTargetDialog({ callId, localTag, remoteTag }: DialogId): string {
  return `${callId}${formatParams({ 'local-tag': localTag, 'remote-tag': remoteTag })}`
}
