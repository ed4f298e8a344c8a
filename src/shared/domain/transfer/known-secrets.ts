/** Secrets that tell by themselves what they are, wherever they stand. */
export const KNOWN_SECRETS = new RegExp(
  [
    // PEM, also with its line ends escaped; the armour says what was here.
    String.raw`(?<=-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]+`,
    // JSON Web Tokens: two parts of JSON in base64, and a signature.
    String.raw`\beyJ[\w-]{8,}\.eyJ[\w-]{2,}\.[\w-]+`,
    // Stripe, Standard Webhooks, GitHub, GitLab, Slack, SendGrid, Shopify, Google, AWS.
    String.raw`(?<=\b(?:[sr]k_(?:live|test)_|whsec_|gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|SG\.|shp(?:at|ca|pa|ss)_|AIza|AKIA))[\w./+=-]{12,}`,
  ].join('|'),
  'g',
)
