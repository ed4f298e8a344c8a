/** Secrets by the names that the provider's own pages have for them; the others are called after their scheme. */
const SECRETS: Readonly<Record<string, string>> = {
  crm: 'WEBHOOK_SECRET',
  custom: 'WEBHOOK_SECRET',
  calendly: 'CALENDLY_WEBHOOK_SIGNING_KEY',
  discord: 'DISCORD_PUBLIC_KEY',
  'github-sha1': 'GITHUB_WEBHOOK_SECRET',
  gitlab: 'GITLAB_WEBHOOK_TOKEN',
  'gitlab-signed': 'GITLAB_SIGNING_TOKEN',
  hubspot: 'HUBSPOT_CLIENT_SECRET',
  'hubspot-v1': 'HUBSPOT_CLIENT_SECRET',
  'hubspot-v2': 'HUBSPOT_CLIENT_SECRET',
  intercom: 'INTERCOM_CLIENT_SECRET',
  mailgun: 'MAILGUN_WEBHOOK_SIGNING_KEY',
  pipedrive: 'PIPEDRIVE_HTTP_AUTH',
  'salesforce-ens': 'SALESFORCE_SIGNATURE_KEY',
  shopify: 'SHOPIFY_API_SECRET',
  slack: 'SLACK_SIGNING_SECRET',
  square: 'SQUARE_SIGNATURE_KEY',
  'standard-webhooks': 'STANDARD_WEBHOOKS_SECRET',
  'standard-webhooks-ed25519': 'STANDARD_WEBHOOKS_PUBLIC_KEY',
  twilio: 'TWILIO_AUTH_TOKEN',
  xero: 'XERO_WEBHOOK_KEY',
  zoom: 'ZOOM_WEBHOOK_SECRET_TOKEN',
}

/** Environment variable of a scheme's secret, or of its public key. */
export function secretVariable(schemeId: string, isPublicKey: boolean): string {
  const known = Object.hasOwn(SECRETS, schemeId) ? SECRETS[schemeId] : undefined
  return known ?? `${stem(schemeId)}WEBHOOK_${isPublicKey ? 'PUBLIC_KEY' : 'SECRET'}`
}

/** Environment variable of the address that a scheme's sender posts to. */
export function urlVariable(schemeId: string): string {
  return `${stem(schemeId)}WEBHOOK_URL`
}

/** `MY_SCHEME_` of `my-scheme`; nothing of what gives no name. */
function stem(schemeId: string): string {
  const name = schemeId
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
  return name === '' || name === 'CUSTOM' ? '' : `${name}_`
}
