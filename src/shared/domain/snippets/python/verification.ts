import type { TimeUnit } from '../../signature/scheme-form.ts'
import { pythonText as text } from '../quote.ts'
import { asksType, readsJson, signs, type BodyPath, type Freshness, type Piece, type Recipe } from '../recipe.ts'
import { flatten, indent, when, type Lines } from '../source.ts'
import { FRESH, IN_CONSTANT_TIME, ONE_SIGNATURE, secretWords, urlWords } from '../words.ts'

/** Python 3.8 and later: what every framework's receiver has in common. */

const STEP = '    '

/** Constants at the top. */
export function pythonConstants(recipe: Recipe): Lines {
  const { secretVariable, urlVariable, freshness, maxBytes } = recipe
  return [
    `# ${secretWords(recipe)}`,
    `SECRETS = [os.environ[name] for name in ("${secretVariable}", "${secretVariable}_OLD") if os.environ.get(name)]`,
    'if not SECRETS:',
    `${STEP}raise SystemExit("Set ${secretVariable}.")`,
    when(urlVariable !== null, `# ${urlWords()}`, `PUBLIC_URL = os.environ["${urlVariable}"]`),
    freshness && `TOLERANCE_SECONDS = ${freshness.toleranceMs / 1000}`,
    `MAX_BYTES = ${maxBytes / 1024 / 1024} * 1024 * 1024`,
  ]
}

/** `id` is a function of Python's. */
export function pythonName(name: string): string {
  return name === 'id' ? 'message_id' : name
}

/** What `verify_signature` takes, in order; `typed`: as it is declared. */
export function pythonArguments(recipe: Recipe, typed: boolean): string {
  const names = ['body: bytes', ...recipe.headers.map(({ name }) => `${pythonName(name)}: str`)]
  if (recipe.urlVariable !== null || recipe.bodyHashParameter !== null) names.push('url: str')
  if (asksType(recipe)) names.push('is_form: bool')
  return names.map((name) => (typed ? name : name.replace(/:.*/, ''))).join(', ')
}

/** `verify_signature` and what it needs. */
export function pythonVerification(recipe: Recipe): (Lines | null)[] {
  const { freshness, hasKey } = recipe
  return [
    hasKey ? ['def key_of(secret: str):', indent(['"""The key that the text of a secret stands for."""', keyLines(recipe)], STEP)] : null,
    when(hasKey, 'KEYS = [key_of(secret) for secret in SECRETS]'),
    [`def verify_signature(${pythonArguments(recipe, true)}) -> bool:`, indent([`"""${ONE_SIGNATURE}"""`, verificationBody(recipe)], STEP)],
    freshness && freshFunction(freshness),
    when(
      signs(recipe, 'form'),
      'def sorted_form(body: bytes) -> str:',
      indent(
        [
          '"""The fields of a form sorted by name, each name followed by its values."""',
          'fields = parse_qs(body.decode(), keep_blank_values=True)',
          'return "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))',
        ],
        STEP,
      ),
    ),
    when(
      recipe.bodyHashParameter !== null,
      'def has_its_hash(body: bytes, url: str) -> bool:',
      indent(
        [
          '"""A body that is no form is signed through its hash, which stands in the address."""',
          `said = parse_qs(urlsplit(url).query).get(${text(recipe.bodyHashParameter ?? '')}, [""])[0]`,
          'return hmac.compare_digest(said.encode(), hashlib.sha256(body).hexdigest().encode())',
        ],
        STEP,
      ),
    ),
    when(
      readsJson(recipe),
      'def field_of(body: bytes, *path: str) -> str:',
      indent(
        [
          '"""The text or number at a place in a JSON body; empty when there is none."""',
          'try:',
          indent(['value = json.loads(body)', 'for step in path:', `${STEP}value = value[step]`], STEP),
          'except (ValueError, KeyError, TypeError, IndexError):',
          `${STEP}return ""`,
          'return str(value) if isinstance(value, (str, int)) else ""',
        ],
        STEP,
      ),
    ),
  ]
}

function verificationBody(recipe: Recipe): Lines {
  const { inBody, separator, timestampItem, idItem, freshness, urlVariable, unescaped, isPublicKey, prefix } = recipe
  const starts = prefix === '' ? '' : ` if item.strip().startswith(${text(prefix)})`
  return [
    fieldLine('signature', inBody.signature),
    fieldLine('timestamp', inBody.timestamp),
    fieldLine('id', inBody.id),
    when(timestampItem !== null || idItem !== null, `items = [item.strip() for item in signature.split(${text(separator ?? ',')})]`),
    itemLine('timestamp', timestampItem),
    itemLine('id', idItem),
    freshness && ['if not is_fresh(timestamp):', `${STEP}return False`],
    when(recipe.bodyHashParameter !== null, 'if not is_form and body and not has_its_hash(body, url):', `${STEP}return False`),
    when(
      urlVariable !== null && unescaped.length > 0,
      '# The sender undoes these escapes before it signs.',
      `url = re.sub(r"(?i)${unescaped.join('|')}", lambda escape: unquote(escape.group()), url)`,
    ),
    when(signs(recipe, 'milliseconds', 'iso'), timeLines(recipe.timeUnit)),
    when(
      separator !== null,
      timestampItem !== null || idItem !== null
        ? `candidates = [item for item in items${starts.replace('.strip()', '')}]`
        : `candidates = [item.strip() for item in signature.split(${text(separator ?? ',')})${starts}]`,
    ),
    isPublicKey ? publicKeyLines(recipe) : digestLines(recipe),
  ]
}

function fieldLine(name: string, path: BodyPath): string | null {
  return path && `${pythonName(name)} = field_of(body, ${path.map(text).join(', ')})`
}

function itemLine(name: string, item: string | null): string | null {
  return item === null
    ? null
    : `${pythonName(name)} = next((item[${item.length}:] for item in items if item.startswith(${text(item)})), "")`
}

function digestLines(recipe: Recipe): Lines {
  const { separator, hasKey, algorithm } = recipe
  const content = contentExpression(recipe)
  const isOnce = algorithm.kind === 'hmac' && content !== 'body' && !signs(recipe, 'secret')
  const equal =
    separator === null
      ? 'hmac.compare_digest(signature.encode(), expected.encode())'
      : 'any(hmac.compare_digest(candidate.encode(), expected.encode()) for candidate in candidates)'
  return [
    when(isOnce, `signed = ${content}`),
    `for ${hasKey ? 'key in KEYS' : 'secret in SECRETS'}:`,
    indent([expectedLines(recipe, isOnce ? 'signed' : content), `# ${IN_CONSTANT_TIME}`, `if ${equal}:`, `${STEP}return True`], STEP),
    'return False',
  ]
}

function expectedLines(recipe: Recipe, content: string): Lines {
  const { algorithm, encoding, prefix, hasKey } = recipe
  const before = prefix === '' ? '' : `${text(prefix)} + `
  if (algorithm.kind === 'hmac' || algorithm.kind === 'hash') {
    const key = hasKey ? 'key' : 'secret.encode()'
    const start =
      algorithm.kind === 'hmac' ? `hmac.new(${key}, ${content}, hashlib.${algorithm.hash})` : `hashlib.${algorithm.hash}(${content})`
    const encoded = encoding === 'base64' ? 'base64.b64encode(digest.digest()).decode()' : 'digest.hexdigest()'
    return [`digest = ${start}`, `expected = ${before}${encoded}`]
  }
  if (encoding === 'hex') return [`expected = ${before}(${content}).hex()`]
  if (encoding === 'base64') return [`expected = ${before}base64.b64encode(${content}).decode()`]
  const isText = recipe.runs.length === 1 && recipe.runs[0]?.kind === 'text'
  return [`expected = ${before}${isText ? content.replace(/\.encode\(\)$/, '') : `(${content}).decode("latin-1")`}`]
}

/** All that is signed, as bytes. */
function contentExpression(recipe: Recipe): string {
  return recipe.runs.map((run) => (run.kind === 'body' ? 'body' : runExpression(run.pieces))).join(' + ')
}

function runExpression(pieces: readonly Piece[]): string {
  const [only] = pieces
  if (pieces.length === 1 && only) {
    return only.kind === 'text'
      ? `${text(only.text)}.encode()`
      : only.name === 'form'
        ? `(${valueExpression('form')}).encode()`
        : `${valueExpression(only.name)}.encode()`
  }
  if (pieces.some((piece) => piece.kind === 'value' && piece.name === 'form')) {
    return `(${pieces.map((piece) => (piece.kind === 'text' ? text(piece.text) : piece.name === 'form' ? `(${valueExpression('form')})` : valueExpression(piece.name))).join(' + ')}).encode()`
  }
  const inner = pieces.map((piece) =>
    piece.kind === 'text' ? text(piece.text).slice(1, -1).replaceAll('{', '{{').replaceAll('}', '}}') : `{${valueExpression(piece.name)}}`,
  )
  return `f"${inner.join('')}".encode()`
}

function valueExpression(name: (Piece & { kind: 'value' })['name']): string {
  return name === 'form' ? 'sorted_form(body) if is_form else ""' : pythonName(name)
}

function publicKeyLines(recipe: Recipe): Lines {
  const { separator, prefix, encoding, algorithm } = recipe
  const bytesOf = (name: string): string => {
    const encoded = prefix === '' ? name : `${name}[${prefix.length}:]`
    return encoding === 'hex' ? `bytes.fromhex(${encoded})` : `base64.b64decode(${encoded})`
  }
  const verify = (name: string): string =>
    algorithm.kind === 'ecdsa'
      ? `key.verify(${bytesOf(name)}, signed, ec.ECDSA(hashes.${algorithm.hash.toUpperCase()}()))`
      : `key.verify(${bytesOf(name)}, signed)`
  const attempt = (name: string): Lines => [
    'try:',
    indent([verify(name), 'return True'], STEP),
    'except (InvalidSignature, ValueError):',
    `${STEP}continue`,
  ]
  return [
    when(separator === null && prefix !== '', `if not signature.startswith(${text(prefix)}):`, `${STEP}return False`),
    `signed = ${contentExpression(recipe)}`,
    'for key in KEYS:',
    indent(separator === null ? attempt('signature') : ['for candidate in candidates:', indent(attempt('candidate'), STEP)], STEP),
    'return False',
  ]
}

function keyLines({ secret, algorithm }: Recipe): Lines {
  const strip = secret.prefixes.length === 0 ? null : `secret = re.sub(r"^(${secret.prefixes.map(inPattern).join('|')})", "", secret)`
  const bytes =
    secret.as === 'hex' ? 'bytes.fromhex(secret)' : secret.as === 'base64' ? 'base64.b64decode(secret + "==")' : 'secret.encode()'
  if (algorithm.kind === 'ed25519') return [strip, `return Ed25519PublicKey.from_public_bytes(${bytes})`]
  return algorithm.kind === 'ecdsa' ? [strip, `return load_der_public_key(${bytes})`] : [strip, `return ${bytes}`]
}

function inPattern(part: string): string {
  return part.replaceAll(/[^\w-]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function timeLines(unit: TimeUnit | null): Lines {
  return [
    'try:',
    indent(
      [
        `seconds = ${secondsExpression(unit)}`,
        'milliseconds = str(round(seconds * 1000))',
        'iso = datetime.fromtimestamp(int(seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")',
      ],
      STEP,
    ),
    'except (ValueError, OverflowError, OSError):',
    `${STEP}return False`,
  ]
}

function secondsExpression(unit: TimeUnit | null): string {
  if (unit === 'iso') return 'datetime.fromisoformat(timestamp.replace("Z", "+00:00")).timestamp()'
  return unit === 's' ? 'int(timestamp)' : 'int(timestamp) / 1000'
}

function freshFunction({ unit, bothSides }: Freshness): Lines {
  return [
    'def is_fresh(timestamp: str) -> bool:',
    indent(
      [
        `"""${FRESH}"""`,
        'try:',
        `${STEP}age = time.time() - ${secondsExpression(unit)}`,
        'except (ValueError, OverflowError):',
        `${STEP}return False`,
        bothSides ? 'return abs(age) <= TOLERANCE_SECONDS' : 'return age <= TOLERANCE_SECONDS',
      ],
      STEP,
    ),
  ]
}

const MODULES: readonly (readonly [line: string, use: RegExp])[] = [
  ['import base64', /\bbase64\./],
  ['import hashlib', /\bhashlib\./],
  ['import hmac', /\bhmac\./],
  ['import json', /\bjson\.loads\b/],
  ['import os', /\bos\./],
  ['import re', /\bre\.sub/],
  ['import time', /\btime\.time\b/],
  ['from datetime import datetime, timezone', /\bdatetime\./],
]
const PARSERS = ['parse_qs', 'parse_qsl', 'unquote', 'urlsplit']
const PACKAGES: readonly (readonly [line: string, use: RegExp])[] = [
  ['from cryptography.exceptions import InvalidSignature', /\bInvalidSignature\b/],
  ['from cryptography.hazmat.primitives import hashes', /\bhashes\./],
  ['from cryptography.hazmat.primitives.asymmetric import ec', /\bec\.ECDSA/],
  ['from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey', /\bEd25519PublicKey\b/],
  ['from cryptography.hazmat.primitives.serialization import load_der_public_key', /\bload_der_public_key\b/],
]

/** Imports of the modules that the lines use; `framework`: those of the framework. */
export function pythonImports(lines: Lines, framework: readonly string[]): Lines {
  const code = flatten(lines).join('\n')
  const parsers = PARSERS.filter((name) => code.includes(`${name}(`))
  return [
    MODULES.filter(([, use]) => use.test(code)).map(([line]) => line),
    when(parsers.length > 0, `from urllib.parse import ${parsers.join(', ')}`),
    '',
    PACKAGES.filter(([, use]) => use.test(code)).map(([line]) => line),
    framework,
  ]
}
