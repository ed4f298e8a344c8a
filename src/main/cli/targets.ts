import type { Client } from '../../shared/contract/client.ts'
import { type ProfileId, urlPreset } from '../../shared/domain/profiles/profiles.ts'
import type { Target } from '../../shared/domain/sending.ts'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import { findEndpoint } from './find.ts'

/** The targets of `--to`: what looks like an address is one, anything else names an endpoint. */
export async function resolveTargets(client: Client, texts: readonly string[], how: UrlTargets): Promise<Target[]> {
  const endpoints = texts.every(isUrl) ? [] : await client.endpoints.list()
  return texts.map((text) => (isUrl(text) ? urlTarget(text, how) : { kind: 'endpoint', endpointId: findEndpoint(endpoints, text).id }))
}

/** How URLs are sent to, which are no endpoints. */
interface UrlTargets {
  /** Absent: the profile's. */
  readonly scheme: SchemeChoice | null | undefined
  readonly secret: string | undefined
  /** Absent: the CRM's. */
  readonly profile?: ProfileId | undefined
}

function urlTarget(url: string, { scheme, secret, profile = 'crm' }: UrlTargets): Target {
  const preset = urlPreset(profile)
  return {
    kind: 'url',
    url,
    ...preset,
    scheme: scheme === undefined ? preset.scheme : scheme,
    ...(secret === undefined ? {} : { secret }),
  }
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text)
}
