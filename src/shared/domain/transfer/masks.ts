/**
 * Masks keep what a consumer looks at and nothing of the value: length, kind of each character, punctuation, a card's check
 * digit. The same value gets the same mask under the same key, so that what belonged together still does.
 */

/** At least as many unguessable bytes as asked for, the same for the same text. */
export type Digest = (text: string, bytes: number) => Uint8Array

export interface Masks {
  /** Letters become letters, digits digits, everything else stays. */
  shaped(text: string): string
  /** At a host of `.example`, which nobody has (RFC 2606). */
  email(text: string): string
  /** With a plus under +999, which no country has. */
  phone(text: string): string
  /** Under 4000 00, with the right check digit. */
  card(text: string): string
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const CARD_PREFIX = '400000'
const COUNTRY = '999'

export function createMasks(digest: Digest): Masks {
  function shaped(text: string): string {
    const bytes = digest(text, text.length)
    return Array.from(text, (char, index) => maskChar(char, bytes[index % bytes.length] ?? 0)).join('')
  }

  /** The digits of a text replaced by these, punctuation kept. */
  function withDigits(text: string, digits: string): string {
    let at = 0
    return text.replace(/\d/g, () => digits[at++] ?? '0')
  }

  return {
    shaped,
    email: (text) => {
      const at = text.lastIndexOf('@')
      const host = shaped(text.slice(at + 1).split('.')[0] ?? '')
      return `${shaped(text.slice(0, at))}@${host}.example`
    },
    phone: (text) => {
      const digits = shaped(text.replace(/\D/g, ''))
      return withDigits(text, text.trimStart().startsWith('+') ? COUNTRY + digits.slice(COUNTRY.length) : digits)
    },
    card: (text) => {
      const digits = text.replace(/\D/g, '')
      const body = CARD_PREFIX + shaped(digits).slice(CARD_PREFIX.length, -1)
      return withDigits(text, body + checkDigit(body))
    },
  }
}

function maskChar(char: string, byte: number): string {
  if (/[0-9]/.test(char)) return String(byte % 10)
  if (/[a-z]/.test(char)) return LOWER[byte % 26] ?? char
  if (/[A-Z]/.test(char)) return (LOWER[byte % 26] ?? char).toUpperCase()
  // Letters beyond ASCII would tell a name as well.
  return /\p{L}/u.test(char) ? 'x' : char
}

/** Whether digits are a card number (ISO/IEC 7812-1): an issuer's first digit, so that times in ms are none, and the check digit. */
export function isCardNumber(digits: string): boolean {
  return /^[2-6]\d{12,18}$/.test(digits) && digits.at(-1) === checkDigit(digits.slice(0, -1))
}

function checkDigit(body: string): string {
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[body.length - 1 - i])
    sum += i % 2 === 1 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2
  }
  return String((10 - (sum % 10)) % 10)
}
