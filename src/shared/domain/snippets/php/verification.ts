import type { TimeUnit } from '../../signature/scheme-form.ts'
import { phpText as text } from '../quote.ts'
import { asksType, readsJson, signs, type BodyPath, type Freshness, type Piece, type Recipe } from '../recipe.ts'
import { indent, when, type Lines } from '../source.ts'
import { FRESH, ONE_SIGNATURE, secretWords, urlWords } from '../words.ts'

/** PHP 8: what both receivers have in common. */

const STEP = '    '

/** Where the functions stand: alone, or as methods of a class. */
export interface Home {
  /** Before `function`. */
  readonly visibility: '' | 'private '
  /** Before the name of a function that is called. */
  readonly self: '' | '$this->'
  /** Before the name of a constant. */
  readonly constants: '' | 'self::'
  /** An expression: a setting that an environment variable holds; null where it is not set. */
  readonly setting: (variable: string) => string
}

/** What `verifySignature` takes, in order; `typed`: as it is declared. */
export function phpArguments(recipe: Recipe, typed: boolean): string {
  const names = ['string $body', ...recipe.headers.map(({ name }) => `string $${name}`)]
  if (recipe.urlVariable !== null || recipe.bodyHashParameter !== null) names.push('string $url')
  if (asksType(recipe)) names.push('bool $isForm')
  return names.map((name) => (typed ? name : name.replace(/^\w+ /, ''))).join(', ')
}

/** Constants. */
export function phpConstants({ freshness, maxBytes }: Recipe, visibility: '' | 'private '): Lines {
  return [
    freshness && `${visibility}const TOLERANCE_SECONDS = ${freshness.toleranceMs / 1000};`,
    `${visibility}const MAX_BYTES = ${maxBytes / 1024 / 1024} * 1024 * 1024;`,
  ]
}

/** `verifySignature` and what it needs. */
export function phpVerification(recipe: Recipe, home: Home): (Lines | null)[] {
  const { freshness, hasKey, secretVariable, urlVariable } = recipe
  const define = (doc: string, head: string, body: Lines): Lines => [
    `/** ${doc} */`,
    `${home.visibility}function ${head}`,
    '{',
    indent(body, STEP),
    '}',
  ]
  return [
    define(ONE_SIGNATURE, `verifySignature(${phpArguments(recipe, true)}): bool`, verificationBody(recipe, home)),
    define(secretWords(recipe), 'secrets(): array', [
      `$secrets = array_values(array_filter([${home.setting(secretVariable)}, ${home.setting(`${secretVariable}_OLD`)}]));`,
      'if ($secrets === []) {',
      `${STEP}throw new RuntimeException('Set ${secretVariable}.');`,
      '}',
      'return $secrets;',
    ]),
    urlVariable === null
      ? null
      : define(urlWords(), 'publicUrl(string $query): string', [
          `$url = ${home.setting(urlVariable)} ?: throw new RuntimeException('Set ${urlVariable}.');`,
          `return $query === '' ? $url : "{$url}?{$query}";`,
        ]),
    hasKey ? define('The key that the text of a secret stands for.', 'keyOf(string $secret): string', keyLines(recipe)) : null,
    freshness && define(FRESH, 'isFresh(string $timestamp): bool', freshLines(freshness, home)),
    signs(recipe, 'form')
      ? define('The fields of a form sorted by name, each name followed by its values.', 'sortedForm(string $body): string', SORTED_FORM)
      : null,
    recipe.bodyHashParameter === null
      ? null
      : define(
          'A body that is no form is signed through its hash, which stands in the address.',
          'hasItsHash(string $body, string $url): bool',
          [
            `parse_str((string) parse_url($url, PHP_URL_QUERY), $query);`,
            `$said = $query[${text(recipe.bodyHashParameter)}] ?? '';`,
            `return is_string($said) && hash_equals(hash('sha256', $body), $said);`,
          ],
        ),
    readsJson(recipe)
      ? define(
          'The text or number at a place in a JSON body; empty when there is none.',
          'fieldOf(string $body, string ...$path): string',
          FIELD,
        )
      : null,
  ]
}

const SORTED_FORM: Lines = [
  '$fields = [];',
  `foreach (explode('&', $body) as $pair) {`,
  indent([`[$name, $value] = array_map('urldecode', explode('=', $pair, 2) + [1 => '']);`, '$fields[$name][$value] = $value;'], STEP),
  '}',
  'ksort($fields, SORT_STRING);',
  `$sorted = '';`,
  'foreach ($fields as $name => $values) {',
  indent(['ksort($values, SORT_STRING);', 'foreach ($values as $value) {', `${STEP}$sorted .= $name . $value;`, '}'], STEP),
  '}',
  'return $sorted;',
]

const FIELD: Lines = [
  '$value = json_decode($body, true);',
  'foreach ($path as $step) {',
  `${STEP}$value = is_array($value) ? ($value[$step] ?? null) : null;`,
  '}',
  `return is_string($value) || is_int($value) ? (string) $value : '';`,
]

function verificationBody(recipe: Recipe, home: Home): Lines {
  const { inBody, separator, timestampItem, idItem, freshness, urlVariable, unescaped, isPublicKey, prefix } = recipe
  const { self } = home
  return [
    fieldLine('signature', inBody.signature, self),
    fieldLine('timestamp', inBody.timestamp, self),
    fieldLine('id', inBody.id, self),
    when(separator !== null, `$items = array_map('trim', explode(${text(separator ?? '')}, $signature));`),
    itemLines('timestamp', timestampItem),
    itemLines('id', idItem),
    freshness && [`if (!${self}isFresh($timestamp)) {`, `${STEP}return false;`, '}'],
    when(
      recipe.bodyHashParameter !== null,
      `if (!$isForm && $body !== '' && !${self}hasItsHash($body, $url)) {`,
      `${STEP}return false;`,
      '}',
    ),
    when(
      urlVariable !== null && unescaped.length > 0,
      '// The sender undoes these escapes before it signs.',
      `$url = preg_replace_callback('/${unescaped.join('|')}/i', fn (array $escape) => rawurldecode($escape[0]), $url);`,
    ),
    when(signs(recipe, 'milliseconds', 'iso'), timeLines(recipe.timeUnit)),
    when(
      separator !== null && prefix !== '',
      `$candidates = array_filter($items, fn (string $item) => str_starts_with($item, ${text(prefix)}));`,
    ),
    isPublicKey ? publicKeyLines(recipe, self) : digestLines(recipe, self),
  ]
}

function fieldLine(name: string, path: BodyPath, self: string): string | null {
  return path && `$${name} = ${self}fieldOf($body, ${path.map(text).join(', ')});`
}

function itemLines(name: string, item: string | null): Lines | null {
  if (item === null) return null
  return [
    `$${name} = '';`,
    'foreach ($items as $item) {',
    indent(
      [
        `if ($${name} === '' && str_starts_with($item, ${text(item)})) {`,
        `${STEP}$${name} = substr($item, ${new TextEncoder().encode(item).length});`,
        '}',
      ],
      STEP,
    ),
    '}',
  ]
}

/** Variable of the list of signatures; null when there is one. */
function listOf({ separator, prefix }: Recipe): string | null {
  return separator === null ? null : prefix === '' ? '$items' : '$candidates'
}

function digestLines(recipe: Recipe, self: string): Lines {
  const { hasKey, algorithm } = recipe
  const list = listOf(recipe)
  const content = contentExpression(recipe, self)
  const isOnce = algorithm.kind === 'hmac' && content !== '$body' && !signs(recipe, 'secret')
  const expected = expectedExpression(recipe, isOnce ? '$signed' : content, hasKey ? `${self}keyOf($secret)` : '$secret')
  const test = (name: string): Lines => [`if (hash_equals($expected, ${name})) {`, `${STEP}return true;`, '}']
  return [
    when(isOnce, `$signed = ${content};`),
    `foreach (${self}secrets() as $secret) {`,
    indent(
      [
        `$expected = ${expected};`,
        list === null ? test('$signature') : [`foreach (${list} as $candidate) {`, indent(test('$candidate'), STEP), '}'],
      ],
      STEP,
    ),
    '}',
    'return false;',
  ]
}

function expectedExpression({ algorithm, encoding, prefix }: Recipe, content: string, key: string): string {
  const before = prefix === '' ? '' : `${text(prefix)} . `
  const isRaw = encoding === 'base64' ? ', true' : ''
  const digest =
    algorithm.kind === 'hmac'
      ? `hash_hmac('${algorithm.hash}', ${content}, ${key}${isRaw})`
      : algorithm.kind === 'hash'
        ? `hash('${algorithm.hash}', ${content}${isRaw})`
        : encoding === 'hex'
          ? `bin2hex(${content})`
          : content
  return before + (encoding === 'base64' ? `base64_encode(${digest})` : digest)
}

/** All that is signed. */
function contentExpression(recipe: Recipe, self: string): string {
  const texts = recipe.runs.flatMap((run) => (run.kind === 'body' ? ['$body'] : run.pieces.map((piece) => pieceExpression(piece, self))))
  return texts.join(' . ')
}

function pieceExpression(piece: Piece, self: string): string {
  if (piece.kind === 'text') return text(piece.text)
  return piece.name === 'form' ? `($isForm ? ${self}sortedForm($body) : '')` : `$${piece.name}`
}

function publicKeyLines(recipe: Recipe, self: string): Lines {
  const { prefix, encoding, algorithm } = recipe
  const list = listOf(recipe)
  const bytesLines = (name: string): Lines => {
    const encoded = prefix === '' ? name : `substr(${name}, ${prefix.length})`
    return [
      `$bytes = ${encoding === 'hex' ? `ctype_xdigit(${encoded}) && strlen(${encoded}) % 2 === 0 ? hex2bin(${encoded}) : ''` : `(string) base64_decode(${encoded})`};`,
    ]
  }
  const isGood =
    algorithm.kind === 'ecdsa'
      ? `openssl_verify($signed, $bytes, ${self}keyOf($secret), OPENSSL_ALGO_${algorithm.hash.toUpperCase()}) === 1`
      : `strlen($bytes) === SODIUM_CRYPTO_SIGN_BYTES && sodium_crypto_sign_verify_detached($bytes, $signed, ${self}keyOf($secret))`
  const test: Lines = [`if (${isGood}) {`, `${STEP}return true;`, '}']
  return [
    when(list === null && prefix !== '', `if (!str_starts_with($signature, ${text(prefix)})) {`, `${STEP}return false;`, '}'),
    `$signed = ${contentExpression(recipe, self)};`,
    list === null ? bytesLines('$signature') : null,
    `foreach (${self}secrets() as $secret) {`,
    indent(list === null ? test : [`foreach (${list} as $candidate) {`, indent([bytesLines('$candidate'), test], STEP), '}'], STEP),
    '}',
    'return false;',
  ]
}

function keyLines({ secret, algorithm }: Recipe): Lines {
  const stripped =
    secret.prefixes.length === 0 ? '$secret' : `preg_replace('/^(${secret.prefixes.map(inPattern).join('|')})/', '', $secret)`
  if (algorithm.kind === 'ecdsa')
    return [`return "-----BEGIN PUBLIC KEY-----\\n" . chunk_split(${stripped}, 64, "\\n") . "-----END PUBLIC KEY-----\\n";`]
  if (secret.as === 'hex') return [`return (string) hex2bin(${stripped});`]
  return [secret.as === 'base64' ? `return (string) base64_decode(${stripped});` : `return ${stripped};`]
}

function inPattern(part: string): string {
  return part.replaceAll(/[^\w-]/g, (char) => `\\x{${char.charCodeAt(0).toString(16)}}`)
}

/** An expression: seconds since 1970; false where it is no time. */
function secondsExpression(unit: TimeUnit | null): string {
  if (unit === 'iso') return 'strtotime($timestamp)'
  return unit === 's' ? 'ctype_digit($timestamp) ? (int) $timestamp : false' : 'ctype_digit($timestamp) ? (int) $timestamp / 1000 : false'
}

function timeLines(unit: TimeUnit | null): Lines {
  return [
    `$seconds = ${secondsExpression(unit)};`,
    'if ($seconds === false) {',
    `${STEP}return false;`,
    '}',
    '$milliseconds = (string) (int) round($seconds * 1000);',
    `$iso = gmdate('Y-m-d\\TH:i:s\\Z', (int) $seconds);`,
  ]
}

function freshLines({ unit, bothSides }: Freshness, { constants }: Home): Lines {
  const age = bothSides ? 'abs(microtime(true) - $seconds)' : 'microtime(true) - $seconds'
  return [`$seconds = ${secondsExpression(unit)};`, `return $seconds !== false && ${age} <= ${constants}TOLERANCE_SECONDS;`]
}
