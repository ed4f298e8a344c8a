const CHUNK = 8_192

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let latin1 = ''
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += CHUNK) latin1 += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(latin1)
}

/** The bytes of base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
