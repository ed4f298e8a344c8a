import type { Client } from '../../shared/contract/client.ts'
import type { Target } from '../../shared/domain/sending.ts'
import type { SchemeId } from '../../shared/domain/signature/scheme.ts'
import { findEndpoint } from './find.ts'

/** The targets of `--to`: what looks like an address is one, anything else names an endpoint. */
export async function resolveTargets(
  client: Client,
  texts: readonly string[],
  signing: { readonly scheme: SchemeId | null; readonly secret: string | undefined },
): Promise<Target[]> {
  const endpoints = texts.every(isUrl) ? [] : await client.endpoints.list()
  return texts.map((text) =>
    isUrl(text)
      ? { kind: 'url', url: text, scheme: signing.scheme, ...(signing.secret === undefined ? {} : { secret: signing.secret }) }
      : { kind: 'endpoint', endpointId: findEndpoint(endpoints, text).id },
  )
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text)
}
