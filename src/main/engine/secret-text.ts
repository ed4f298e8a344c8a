import type { Random } from './clock.ts'

/** A new signing secret: 32 random bytes as 43 URL-safe characters, good for every scheme that takes text. */
export function createSecretText(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url')
}
