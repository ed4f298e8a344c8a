import type { TimeUnit } from '../../signature/scheme-form.ts'
import { goText as text } from '../quote.ts'
import { asksType, readsJson, signs, type BodyPath, type Freshness, type Piece, type Recipe } from '../recipe.ts'
import { indent, when, type Lines } from '../source.ts'
import { FRESH, IN_CONSTANT_TIME, ONE_SIGNATURE } from '../words.ts'

/** Go 1.19 and later; as gofmt writes it. */

const STEP = '\t'

/** What `verifySignature` takes, in order; `typed`: as it is declared. */
export function argumentsOf(recipe: Recipe, typed: boolean): string {
  const names = recipe.headers.map(({ name }): string => name)
  if (recipe.urlVariable !== null || recipe.bodyHashParameter !== null) names.push('address')
  const texts = names.length === 0 ? [] : [names.join(', ') + (typed ? ' string' : '')]
  return [typed ? 'body []byte' : 'body', ...texts, ...(asksType(recipe) ? [typed ? 'isForm bool' : 'isForm'] : [])].join(', ')
}

export function verificationOf(recipe: Recipe): (Lines | null)[] {
  const { freshness, hasKey } = recipe
  const define = (doc: string, head: string, body: Lines): Lines => [`// ${doc}`, `func ${head} {`, indent(body, STEP), '}']
  return [
    define(`verifySignature is ${lower(ONE_SIGNATURE)}`, `verifySignature(${argumentsOf(recipe, true)}) bool`, verificationBody(recipe)),
    hasKey
      ? define(
          'keysOf are the keys that the texts of secrets stand for.',
          `keysOf(secrets []string) []${keyType(recipe)}`,
          keyLines(recipe),
        )
      : null,
    freshness && define(`isFresh: ${lower(FRESH)}`, 'isFresh(timestamp string) bool', freshLines(freshness)),
    signs(recipe, 'form')
      ? define(
          'sortedForm is the fields of a form sorted by name, each name followed by its values.',
          'sortedForm(body []byte) string',
          SORTED_FORM,
        )
      : null,
    recipe.bodyHashParameter === null
      ? null
      : define(
          'hasItsHash: a body that is no form is signed through its hash, which stands in the address.',
          'hasItsHash(body []byte, address string) bool',
          [
            'parsed, err := url.Parse(address)',
            'if err != nil {',
            indent(['return false'], STEP),
            '}',
            'hash := sha256.Sum256(body)',
            `return hmac.Equal([]byte(parsed.Query().Get(${text(recipe.bodyHashParameter)})), []byte(hex.EncodeToString(hash[:])))`,
          ],
        ),
    readsJson(recipe)
      ? define(
          'fieldOf is the text or number at a place in a JSON body; empty when there is none.',
          'fieldOf(body []byte, path ...string) string',
          FIELD,
        )
      : null,
  ]
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

const SORTED_FORM: Lines = [
  'fields, err := url.ParseQuery(string(body))',
  'if err != nil {',
  indent(['return ""'], STEP),
  '}',
  'names := make([]string, 0, len(fields))',
  'for name := range fields {',
  indent(['names = append(names, name)'], STEP),
  '}',
  'sort.Strings(names)',
  'var sorted strings.Builder',
  'for _, name := range names {',
  indent(
    [
      'values := fields[name]',
      'sort.Strings(values)',
      'for i, value := range values {',
      indent(['if i == 0 || value != values[i-1] {', indent(['sorted.WriteString(name + value)'], STEP), '}'], STEP),
      '}',
    ],
    STEP,
  ),
  '}',
  'return sorted.String()',
]

const FIELD: Lines = [
  'var value any',
  'decoder := json.NewDecoder(bytes.NewReader(body))',
  'decoder.UseNumber()',
  'if decoder.Decode(&value) != nil {',
  indent(['return ""'], STEP),
  '}',
  'for _, step := range path {',
  indent(['object, _ := value.(map[string]any)', 'value = object[step]'], STEP),
  '}',
  'switch value := value.(type) {',
  'case string:',
  indent(['return value'], STEP),
  'case json.Number:',
  indent(['return value.String()'], STEP),
  '}',
  'return ""',
]

function verificationBody(recipe: Recipe): Lines {
  const { inBody, separator, timestampItem, idItem, freshness, urlVariable, unescaped, isPublicKey, prefix } = recipe
  const list = separator === null ? null : prefix === '' ? 'items' : 'candidates'
  const loop: Lines = [
    separator === null
      ? null
      : [
          timestampItem === null ? null : 'timestamp := ""',
          idItem === null ? null : 'id := ""',
          `var ${list} []string`,
          `for _, item := range strings.Split(signature, ${text(separator)}) {`,
          indent(['item = strings.TrimSpace(item)', ...itemCases(timestampItem, idItem, prefix, list ?? '')], STEP),
          '}',
        ],
  ]
  return [
    fieldLine('signature', inBody.signature),
    fieldLine('timestamp', inBody.timestamp),
    fieldLine('id', inBody.id),
    loop,
    freshness && ['if !isFresh(timestamp) {', indent(['return false'], STEP), '}'],
    when(
      recipe.bodyHashParameter !== null,
      'if !isForm && len(body) > 0 && !hasItsHash(body, address) {',
      indent(['return false'], STEP),
      '}',
    ),
    when(
      urlVariable !== null && unescaped.length > 0,
      'address = escapes.ReplaceAllStringFunc(address, func(escape string) string {',
      indent(['char, _ := url.PathUnescape(escape)', 'return char'], STEP),
      '})',
    ),
    when(signs(recipe, 'milliseconds', 'iso'), timeLines(recipe)),
    when(signs(recipe, 'form'), 'form := ""', 'if isForm {', indent(['form = sortedForm(body)'], STEP), '}'),
    isPublicKey ? publicKeyLines(recipe, list) : digestLines(recipe, list),
  ]
}

function itemCases(timestampItem: string | null, idItem: string | null, prefix: string, list: string): Lines {
  const add = `${list} = append(${list}, item)`
  const branches: (readonly [test: string, statement: string])[] = []
  if (timestampItem !== null)
    branches.push([
      `timestamp == "" && strings.HasPrefix(item, ${text(timestampItem)})`,
      `timestamp = strings.TrimPrefix(item, ${text(timestampItem)})`,
    ])
  if (idItem !== null)
    branches.push([`id == "" && strings.HasPrefix(item, ${text(idItem)})`, `id = strings.TrimPrefix(item, ${text(idItem)})`])
  if (prefix !== '') branches.push([`strings.HasPrefix(item, ${text(prefix)})`, add])
  const chain = branches.map(([test, statement]) => [`if ${test} {`, indent([statement], STEP), '}'])
  return prefix === '' ? [...chain, add] : chain
}

function fieldLine(name: string, path: BodyPath): string | null {
  return path && `${name} := fieldOf(body, ${path.map(text).join(', ')})`
}

function digestLines(recipe: Recipe, list: string | null): Lines {
  const { hasKey } = recipe
  const compare =
    recipe.algorithm.kind === 'plain'
      ? (a: string) => `subtle.ConstantTimeCompare([]byte(${a}), []byte(expected)) == 1`
      : (a: string) => `hmac.Equal([]byte(${a}), []byte(expected))`
  const test = (name: string): Lines => [`if ${compare(name)} {`, indent(['return true'], STEP), '}']
  return [
    `for _, ${hasKey ? 'key := range keys' : 'secret := range secrets'} {`,
    indent(
      [
        expectedLines(recipe),
        `// ${IN_CONSTANT_TIME}`,
        list === null ? test('signature') : [`for _, candidate := range ${list} {`, indent(test('candidate'), STEP), '}'],
      ],
      STEP,
    ),
    '}',
    'return false',
  ]
}

function expectedLines(recipe: Recipe): Lines {
  const { algorithm, encoding, prefix, hasKey } = recipe
  const before = prefix === '' ? '' : `${text(prefix)} + `
  const encode = (bytes: string): string =>
    encoding === 'base64' ? `base64.StdEncoding.EncodeToString(${bytes})` : `hex.EncodeToString(${bytes})`
  if (algorithm.kind === 'hmac' || algorithm.kind === 'hash') {
    const name = algorithm.kind === 'hmac' ? 'mac' : 'hash'
    const start =
      algorithm.kind === 'hmac' ? `hmac.New(${algorithm.hash}.New, ${hasKey ? 'key' : '[]byte(secret)'})` : `${algorithm.hash}.New()`
    return [
      `${name} := ${start}`,
      recipe.runs.map((run) => `${name}.Write(${run.kind === 'body' ? 'body' : `[]byte(${runExpression(run.pieces)})`})`),
      `expected := ${before}${encode(`${name}.Sum(nil)`)}`,
    ]
  }
  const content = recipe.runs.map((run) => (run.kind === 'body' ? 'string(body)' : runExpression(run.pieces))).join(' + ')
  return [`expected := ${before}${encoding === 'text' ? content : encode(`[]byte(${content})`)}`]
}

function runExpression(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'text' ? text(piece.text) : piece.name === 'url' ? 'address' : piece.name)).join(' + ')
}

function keyType({ algorithm }: Recipe): string {
  if (algorithm.kind === 'ed25519') return 'ed25519.PublicKey'
  return algorithm.kind === 'ecdsa' ? '*ecdsa.PublicKey' : '[]byte'
}

function publicKeyLines(recipe: Recipe, list: string | null): Lines {
  const { prefix, encoding, algorithm } = recipe
  const decode = encoding === 'hex' ? 'hex.DecodeString' : 'base64.StdEncoding.DecodeString'
  const verify = algorithm.kind === 'ecdsa' ? 'ecdsa.VerifyASN1(key, hash[:], bytes)' : 'ed25519.Verify(key, signed, bytes)'
  const keys: Lines = ['for _, key := range keys {', indent([`if ${verify} {`, indent(['return true'], STEP), '}'], STEP), '}']
  const encoded = (name: string): string => (prefix === '' ? name : `strings.TrimPrefix(${name}, ${text(prefix)})`)
  return [
    when(list === null && prefix !== '', `if !strings.HasPrefix(signature, ${text(prefix)}) {`, indent(['return false'], STEP), '}'),
    'var signed []byte',
    recipe.runs.map((run) => `signed = append(signed, ${run.kind === 'body' ? 'body' : oneWord(run.pieces)}...)`),
    when(algorithm.kind === 'ecdsa', `hash := ${algorithm.kind === 'ecdsa' ? SUMS[algorithm.hash] : ''}(signed)`),
    list === null
      ? [`bytes, err := ${decode}(${encoded('signature')})`, 'if err != nil {', indent(['return false'], STEP), '}', keys]
      : [
          `for _, candidate := range ${list} {`,
          indent([`bytes, err := ${decode}(${encoded('candidate')})`, 'if err != nil {', indent(['continue'], STEP), '}', keys], STEP),
          '}',
        ],
    'return false',
  ]
}

const SUMS = { sha1: 'sha1.Sum', sha256: 'sha256.Sum256', sha512: 'sha512.Sum512' } as const

/** What is appended has to be one operand. */
function oneWord(pieces: readonly Piece[]): string {
  const expression = runExpression(pieces)
  return pieces.length === 1 ? expression : `(${expression})`
}

function keyLines({ secret, algorithm }: Recipe): Lines {
  const decode = secret.as === 'hex' ? 'hex.DecodeString(secret)' : 'base64.RawStdEncoding.DecodeString(strings.TrimRight(secret, "="))'
  const fatal = (test: string): Lines => [`if ${test} {`, indent(['log.Fatal("A secret is not what it should be.")'], STEP), '}']
  return [
    `var keys []${algorithm.kind === 'ed25519' ? 'ed25519.PublicKey' : algorithm.kind === 'ecdsa' ? '*ecdsa.PublicKey' : '[]byte'}`,
    'for _, secret := range secrets {',
    indent(
      [
        secret.prefixes.map((prefix) => `secret = strings.TrimPrefix(secret, ${text(prefix)})`),
        secret.as === 'text'
          ? 'bytes := []byte(secret)'
          : [
              `bytes, err := ${decode}`,
              fatal(algorithm.kind === 'ed25519' ? 'err != nil || len(bytes) != ed25519.PublicKeySize' : 'err != nil'),
            ],
        algorithm.kind === 'ecdsa'
          ? [
              'parsed, err := x509.ParsePKIXPublicKey(bytes)',
              'key, ok := parsed.(*ecdsa.PublicKey)',
              fatal('err != nil || !ok'),
              'keys = append(keys, key)',
            ]
          : 'keys = append(keys, bytes)',
      ],
      STEP,
    ),
    '}',
    'return keys',
  ]
}

/** Reads `signedAt`; returns where it cannot. */
function parseLines(unit: TimeUnit | null): Lines {
  const failed: Lines = ['if err != nil {', indent(['return false'], STEP), '}']
  if (unit === 'iso') return ['signedAt, err := time.Parse(time.RFC3339, timestamp)', failed]
  return [
    'number, err := strconv.ParseInt(timestamp, 10, 64)',
    failed,
    `signedAt := ${unit === 's' ? 'time.Unix(number, 0)' : 'time.UnixMilli(number)'}`,
  ]
}

function timeLines(recipe: Recipe): Lines {
  return [
    parseLines(recipe.timeUnit),
    when(signs(recipe, 'milliseconds'), 'milliseconds := strconv.FormatInt(signedAt.UnixMilli(), 10)'),
    when(signs(recipe, 'iso'), 'iso := signedAt.UTC().Format("2006-01-02T15:04:05Z")'),
  ]
}

function freshLines({ unit, bothSides }: Freshness): Lines {
  return [parseLines(unit), bothSides ? 'return time.Since(signedAt).Abs() <= tolerance' : 'return time.Since(signedAt) <= tolerance']
}
