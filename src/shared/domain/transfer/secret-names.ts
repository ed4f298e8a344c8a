/** What a name says of the value beside it: of a header, a JSON member, a field of a form, an element. */

const SECRET =
  /(?:passwords?|passwd|pwd|passphrases?|passcodes?|secrets?|tokens?|(?:api|access|private|secret|auth|signing|encryption|master|session)keys?|authorization|credentials?|sessionid|jwt|otp|pincode|cvc|cvv|ssn|iban|^(?:x?auth|pass))$/
const PHONE = /(?:phone|mobile|cell|fax|msisdn)s?(?:number|no)?s?$/
/** How many tokens a language model took is no secret. */
const COUNT = /tokens$/

export function isSecretName(name: string, value: string): boolean {
  const key = plainName(name)
  return SECRET.test(key) && !(COUNT.test(key) && /^\d+$/.test(value))
}

export function isPhoneName(name: string, value: string): boolean {
  return PHONE.test(plainName(name)) && /\d{5}/.test(value.replace(/\D/g, ''))
}

/** Whether everything inside what is named so is secret; an `authorization` may be one to pay, with an amount. */
export function holdsSecrets(name: string): boolean {
  const key = plainName(name)
  return SECRET.test(key) && key !== 'authorization'
}

/** `X-Api-Key`, `api_key` and `apiKey` are alike. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
