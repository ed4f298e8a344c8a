import type { TimeUnit } from '../../signature/scheme-form.ts'
import { csharpText as text } from '../quote.ts'
import { asksType, readsJson, signs, type BodyPath, type Freshness, type Piece, type Recipe } from '../recipe.ts'
import { indent, when, type Lines } from '../source.ts'
import { CONSTANT_TIME, FRESH, ONE_SIGNATURE } from '../words.ts'

/** C# 12, .NET 8 and later. */

const STEP = '    '
const UTF8 = 'Encoding.UTF8.GetBytes'

/** What `VerifySignature` takes, in order; `typed`: as it is declared. */
export function argumentsOf(recipe: Recipe, typed: boolean): string {
  const names = ['byte[] body', ...recipe.headers.map(({ name }) => `string ${name}`)]
  if (recipe.urlVariable !== null || recipe.bodyHashParameter !== null) names.push('string url')
  if (asksType(recipe)) names.push('bool isForm')
  return names.map((name) => (typed ? name : name.replace(/^\S+ /, ''))).join(', ')
}

export function verificationOf(recipe: Recipe): (Lines | null)[] {
  const { freshness, hasKey, isPublicKey, encoding, algorithm } = recipe
  const define = (doc: string, head: string, body: Lines): Lines => [`// ${doc}`, head, '{', indent(body, STEP), '}']
  return [
    define(ONE_SIGNATURE, `bool VerifySignature(${argumentsOf(recipe, true)})`, verificationBody(recipe)),
    hasKey && !isPublicKey
      ? define('The key that the text of a secret stands for.', 'byte[] KeyOf(string secret)', keyLines(recipe))
      : null,
    isPublicKey
      ? define('Under one public key.', 'bool IsSignedBy(string secret, byte[] signed, byte[] signature)', publicKeyLines(recipe))
      : null,
    isPublicKey
      ? define('Malformed signatures are no signatures.', 'byte[] Decode(string signature)', [
          'try',
          '{',
          indent([`return Convert.From${encoding === 'hex' ? 'Hex' : 'Base64'}String(signature);`], STEP),
          '}',
          'catch (FormatException)',
          '{',
          indent(['return [];'], STEP),
          '}',
        ])
      : null,
    freshness && define(FRESH, 'bool IsFresh(string timestamp)', freshLines(freshness)),
    signs(recipe, 'form')
      ? define('The fields of a form sorted by name, each name followed by its values.', 'string SortedForm(byte[] body)', SORTED_FORM)
      : null,
    recipe.bodyHashParameter === null
      ? null
      : define(
          'A body that is no form is signed through its hash, which stands in the address.',
          'bool HasItsHash(byte[] body, string url)',
          [
            `string said = HttpUtility.ParseQueryString(new Uri(url).Query)[${text(recipe.bodyHashParameter)}] ?? "";`,
            'return AreEqual(said, Convert.ToHexString(SHA256.HashData(body)).ToLowerInvariant());',
          ],
        ),
    readsJson(recipe)
      ? define(
          'The text or number at a place in a JSON body; empty when there is none.',
          'string FieldOf(byte[] body, params string[] path)',
          FIELD,
        )
      : null,
    algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa'
      ? null
      : define(CONSTANT_TIME, 'bool AreEqual(string received, string expected)', [
          `return CryptographicOperations.FixedTimeEquals(${UTF8}(received), ${UTF8}(expected));`,
        ]),
  ]
}

const SORTED_FORM: Lines = [
  `var fields = Encoding.UTF8.GetString(body).Split('&')`,
  indent(
    [
      `.Select(pair => pair.Split('=', 2))`,
      '.Select(pair => (Name: WebUtility.UrlDecode(pair[0]), Value: pair.Length > 1 ? WebUtility.UrlDecode(pair[1]) : ""))',
      '.Distinct()',
      '.OrderBy(field => field.Name, StringComparer.Ordinal)',
      '.ThenBy(field => field.Value, StringComparer.Ordinal);',
    ],
    STEP,
  ),
  'return string.Concat(fields.Select(field => field.Name + field.Value));',
]

const FIELD: Lines = [
  'try',
  '{',
  indent(
    [
      'var value = JsonSerializer.Deserialize<JsonElement>(body);',
      'foreach (string step in path)',
      '{',
      indent(
        ['if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out var next)) return "";', 'value = next;'],
        STEP,
      ),
      '}',
      'return value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";',
    ],
    STEP,
  ),
  '}',
  'catch (JsonException)',
  '{',
  indent(['return "";'], STEP),
  '}',
]

function verificationBody(recipe: Recipe): Lines {
  const { inBody, separator, timestampItem, idItem, freshness, urlVariable, unescaped, isPublicKey, prefix } = recipe
  return [
    fieldLine('signature', inBody.signature),
    fieldLine('timestamp', inBody.timestamp),
    fieldLine('id', inBody.id),
    when(separator !== null, `string[] items = signature.Split(${text(separator ?? '')}, StringSplitOptions.TrimEntries);`),
    itemLine('timestamp', timestampItem),
    itemLine('id', idItem),
    freshness && 'if (!IsFresh(timestamp)) return false;',
    when(recipe.bodyHashParameter !== null, 'if (!isForm && body.Length > 0 && !HasItsHash(body, url)) return false;'),
    when(
      urlVariable !== null && unescaped.length > 0,
      '// The sender undoes these escapes before it signs.',
      `url = Regex.Replace(url, "${unescaped.join('|')}", escape => Uri.UnescapeDataString(escape.Value), RegexOptions.IgnoreCase);`,
    ),
    when(signs(recipe, 'milliseconds', 'iso'), timeLines(recipe)),
    when(
      separator !== null && prefix !== '',
      `string[] candidates = items.Where(item => item.StartsWith(${text(prefix)}, StringComparison.Ordinal)).ToArray();`,
    ),
    isPublicKey ? publicKeyChecks(recipe) : digestLines(recipe),
  ]
}

function fieldLine(name: string, path: BodyPath): string | null {
  return path && `string ${name} = FieldOf(body, ${path.map(text).join(', ')});`
}

function itemLine(name: string, item: string | null): string | null {
  if (item === null) return null
  return `string ${name} = items.FirstOrDefault(item => item.StartsWith(${text(item)}, StringComparison.Ordinal))?[${item.length}..] ?? "";`
}

function listOf({ separator, prefix }: Recipe): string | null {
  return separator === null ? null : prefix === '' ? 'items' : 'candidates'
}

function digestLines(recipe: Recipe): Lines {
  const { algorithm } = recipe
  const list = listOf(recipe)
  const content = contentExpression(recipe)
  const isOnce = algorithm.kind === 'hmac' && content !== 'body' && !signs(recipe, 'secret')
  return [
    when(isOnce, `byte[] signed = ${content};`),
    'return secrets.Any(secret =>',
    '{',
    indent(
      [
        expectedLines(recipe, isOnce ? 'signed' : content),
        list === null ? 'return AreEqual(signature, expected);' : `return ${list}.Any(candidate => AreEqual(candidate, expected));`,
      ],
      STEP,
    ),
    '});',
  ]
}

function expectedLines(recipe: Recipe, content: string): Lines {
  const { algorithm, encoding, prefix, hasKey, runs } = recipe
  const before = prefix === '' ? '' : `${text(prefix)} + `
  const encode = (bytes: string): string =>
    encoding === 'base64' ? `Convert.ToBase64String(${bytes})` : `Convert.ToHexString(${bytes}).ToLowerInvariant()`
  if (algorithm.kind === 'hmac' || algorithm.kind === 'hash') {
    const name = algorithm.hash.toUpperCase()
    const digest =
      algorithm.kind === 'hmac'
        ? `HMAC${name}.HashData(${hasKey ? 'KeyOf(secret)' : `${UTF8}(secret)`}, ${content})`
        : `${name}.HashData(${content})`
    const bytes: Lines = content.startsWith('[')
      ? [`byte[] signed = ${content};`, `byte[] digest = ${digest.replace(content, 'signed')};`]
      : [`byte[] digest = ${digest};`]
    return [bytes, `string expected = ${before}${encode('digest')};`]
  }
  const [run] = runs
  if (encoding === 'text' && runs.length === 1 && run?.kind === 'text') return [`string expected = ${before}${runExpression(run.pieces)};`]
  return [
    `byte[] content = ${content};`,
    `string expected = ${before}${encoding === 'text' ? 'Encoding.Latin1.GetString(content)' : encode('content')};`,
  ]
}

/** All that is signed, as bytes. */
function contentExpression({ runs }: Recipe): string {
  const parts = runs.map((run) => (run.kind === 'body' ? 'body' : `${UTF8}(${runExpression(run.pieces)})`))
  return parts.length === 1 ? (parts[0] ?? '') : `[${parts.map((part) => `.. ${part}`).join(', ')}]`
}

function runExpression(pieces: readonly Piece[]): string {
  const [only] = pieces
  if (pieces.length === 1 && only) return only.kind === 'text' ? text(only.text) : valueExpression(only.name)
  if (pieces.some((piece) => piece.kind === 'value' && piece.name === 'form')) {
    return pieces
      .map((piece) =>
        piece.kind === 'text' ? text(piece.text) : piece.name === 'form' ? `(${valueExpression('form')})` : valueExpression(piece.name),
      )
      .join(' + ')
  }
  const inner = pieces.map((piece) =>
    piece.kind === 'text' ? text(piece.text).slice(1, -1).replaceAll('{', '{{').replaceAll('}', '}}') : `{${valueExpression(piece.name)}}`,
  )
  return `$"${inner.join('')}"`
}

function valueExpression(name: (Piece & { kind: 'value' })['name']): string {
  return name === 'form' ? 'isForm ? SortedForm(body) : ""' : name
}

function publicKeyChecks(recipe: Recipe): Lines {
  const { prefix } = recipe
  const list = listOf(recipe)
  const bytesOf = (name: string): string => `Decode(${prefix === '' ? name : `${name}[${prefix.length}..]`})`
  const test =
    list === null
      ? `IsSignedBy(secret, signed, ${bytesOf('signature')})`
      : `${list}.Any(candidate => IsSignedBy(secret, signed, ${bytesOf('candidate')}))`
  return [
    when(list === null && prefix !== '', `if (!signature.StartsWith(${text(prefix)}, StringComparison.Ordinal)) return false;`),
    `byte[] signed = ${contentExpression(recipe)};`,
    `return secrets.Any(secret => ${test});`,
  ]
}

function publicKeyLines({ algorithm, secret }: Recipe): Lines {
  const bytes = secretBytes(secret.as, strippedSecret(secret.prefixes))
  if (algorithm.kind === 'ecdsa') {
    return [
      'using var key = ECDsa.Create();',
      `key.ImportSubjectPublicKeyInfo(${bytes}, out _);`,
      `return key.VerifyData(signed, signature, HashAlgorithmName.${algorithm.hash.toUpperCase()}, DSASignatureFormat.Rfc3279DerSequence);`,
    ]
  }
  return [
    `var key = PublicKey.Import(SignatureAlgorithm.Ed25519, ${bytes}, KeyBlobFormat.RawPublicKey);`,
    'return SignatureAlgorithm.Ed25519.Verify(key, signed, signature);',
  ]
}

function keyLines({ secret }: Recipe): Lines {
  return [`return ${secretBytes(secret.as, strippedSecret(secret.prefixes))};`]
}

function strippedSecret(prefixes: readonly string[]): string {
  return prefixes.length === 0 ? 'secret' : `Regex.Replace(secret, "^(${prefixes.map(inPattern).join('|')})", "")`
}

function secretBytes(as: 'text' | 'base64' | 'hex', secret: string): string {
  if (as === 'text') return `${UTF8}(${secret})`
  return `Convert.From${as === 'hex' ? 'Hex' : 'Base64'}String(${secret})`
}

function inPattern(part: string): string {
  return part.replaceAll(/[^\w-]/g, (char) => `\\\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Reads ms since 1970 into a variable; returns where it cannot. */
function parseLines(unit: TimeUnit | null): Lines {
  if (unit === 'iso') {
    return [
      'if (!DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return false;',
      'long signedAt = moment.ToUnixTimeMilliseconds();',
    ]
  }
  return [
    'if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return false;',
    `long signedAt = number${unit === 's' ? ' * 1000' : ''};`,
  ]
}

function timeLines(recipe: Recipe): Lines {
  return [
    parseLines(recipe.timeUnit),
    when(signs(recipe, 'milliseconds'), 'string milliseconds = signedAt.ToString(CultureInfo.InvariantCulture);'),
    when(
      signs(recipe, 'iso'),
      'if (signedAt is < 0 or > 253_402_300_799_999) return false;',
      `string iso = DateTimeOffset.FromUnixTimeMilliseconds(signedAt).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);`,
    ),
  ]
}

function freshLines({ unit, bothSides }: Freshness): Lines {
  return [
    parseLines(unit),
    'long age = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - signedAt;',
    bothSides ? 'return age is >= -ToleranceMs and <= ToleranceMs;' : 'return age <= ToleranceMs;',
  ]
}
