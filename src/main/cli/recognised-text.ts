import { schemeOf, type SchemeId } from '../../shared/domain/signature/scheme.ts'
import { printableLine } from './text.ts'

/** That an inbox without a scheme gets a provider's signatures, and how to have them checked. */
export function formatRecognised(scheme: SchemeId, inboxPath: string): string {
  const { label, algorithm } = schemeOf(scheme)
  const path = printableLine(inboxPath)
  if (algorithm.kind === 'none') return `What comes to ${path} looks like ${label}. ${algorithm.why}`
  return `What comes to ${path} looks like ${label}. Check it with: hookscope inboxes set ${path} --scheme ${scheme} --secret @FILE`
}
