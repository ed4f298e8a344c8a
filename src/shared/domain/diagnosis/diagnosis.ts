/** Why a signature is not valid: what the doctor answers. Codes are stable: scripts and tests of our users depend on them. */

/** Each code with its words in lists. The groups are those of the page. */
export const DIAGNOSES = {
  missing: { group: 'header', label: 'no signature' },
  malformed: { group: 'header', label: 'no digest' },
  other_header: { group: 'header', label: 'another header' },
  digest_case: { group: 'digest', label: 'upper case' },
  digest_base64: { group: 'digest', label: 'base64' },
  digest_hex: { group: 'digest', label: 'hex' },
  prefix_missing: { group: 'digest', label: 'missing prefix' },
  prefix_wrong: { group: 'digest', label: 'wrong prefix' },
  newline: { group: 'body', label: 'line end after the body' },
  crlf: { group: 'body', label: 'Windows line ends' },
  bom: { group: 'body', label: 'byte order mark' },
  whitespace: { group: 'body', label: 'blanks around the body' },
  reserialized: { group: 'body', label: 'JSON or form written again' },
  charset: { group: 'body', label: 'character set' },
  compressed: { group: 'body', label: 'compression' },
  other_secret: { group: 'secret', label: 'another secret' },
  secret_newline: { group: 'secret', label: 'line end after the secret' },
  secret_whitespace: { group: 'secret', label: 'blanks around the secret' },
  secret_quotes: { group: 'secret', label: 'quotes around the secret' },
  secret_base64: { group: 'secret', label: 'secret in base64' },
  secret_hex: { group: 'secret', label: 'secret in hex' },
  secret_prefix: { group: 'secret', label: 'prefix of the secret' },
  other_hash: { group: 'algorithm', label: 'another hash' },
  plain_hash: { group: 'algorithm', label: 'plain hash without HMAC' },
  key_and_message_swapped: { group: 'algorithm', label: 'key and message swapped' },
  other_scheme: { group: 'message', label: 'another scheme' },
  time_missing: { group: 'message', label: 'time left out' },
  time_unit: { group: 'message', label: 'unit of the time' },
  time_stale: { group: 'message', label: 'another time' },
  other_url: { group: 'message', label: 'another url' },
} as const satisfies Record<string, { readonly group: DiagnosisGroup; readonly label: string }>

export const DIAGNOSIS_GROUPS = ['header', 'digest', 'body', 'secret', 'algorithm', 'message'] as const
export type DiagnosisGroup = (typeof DIAGNOSIS_GROUPS)[number]

export type CauseCode = keyof typeof DIAGNOSES
export const CAUSE_CODES = Object.keys(DIAGNOSES) as [CauseCode, ...CauseCode[]]
export type DiagnosisCode = CauseCode | 'unexplained'

/** A line of code that is usually at fault, and the one to write instead. */
export interface CodeFix {
  /** Where it stands: `Express`, `Python, sender`. */
  readonly place: string
  readonly wrong: string
  readonly right: string
}

export interface Cause {
  readonly code: CauseCode
  /** What to do, one sentence. */
  readonly mend: string
  readonly fixes: readonly CodeFix[]
}

/** What was computed and came out as the signature that arrived. */
export interface Proof {
  /** Name of the secret it was signed with, as its owner is called; null when that is no stored one. */
  readonly secret: string | null
  /** Size of the body that was signed; the one that arrived may be larger or smaller. */
  readonly signedBytes: number
  readonly arrivedBytes: number
  /** Where both bodies part, with what stands there; null when they are the same. Other bytes than text as `\x1f`. */
  readonly difference: { readonly offset: number; readonly signed: string; readonly arrived: string } | null
}

/** A cause that was not looked at, or not to the end. */
export interface NotTried {
  readonly code: CauseCode
  /** One sentence. */
  readonly why: string
}

export interface Diagnosis {
  /** The first cause, or `unexplained`. */
  readonly code: DiagnosisCode
  /** What is wrong, one sentence. */
  readonly sentence: string
  /** What to do. */
  readonly mend: string
  /** Most often one; several when only together they explain the signature; none for `unexplained`. */
  readonly causes: readonly Cause[]
  /** null where nothing had to be computed: no signature, no time, no digest. */
  readonly proof: Proof | null
  /** Causes that were tried and do not explain it, in the order they were tried. */
  readonly ruledOut: readonly CauseCode[]
  readonly notTried: readonly NotTried[]
  /** Digests that were computed, the bytes hashed for them, and the time. */
  readonly trials: number
  readonly hashedBytes: number
  readonly tookMs: number
}
