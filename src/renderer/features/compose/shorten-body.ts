import { KIB, MIB } from '../../../shared/domain/units.ts'

const SHOWN_WHOLE = MIB
const SHOWN_OF_EACH_END = 4 * KIB

/** Whether a body is drawn whole. */
export function isWhole(text: string): boolean {
  return text.length <= SHOWN_WHOLE
}

/** A body as it can be drawn: whole up to 1 MiB, else both ends with what is left out between them. */
export function shortenBody(text: string): string {
  if (isWhole(text)) return text
  const left = text.length - 2 * SHOWN_OF_EACH_END
  return `${text.slice(0, SHOWN_OF_EACH_END)}\n… ${left} characters …\n${text.slice(-SHOWN_OF_EACH_END)}`
}
