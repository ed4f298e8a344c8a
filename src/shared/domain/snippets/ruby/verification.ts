import type { TimeUnit } from '../../signature/scheme-form.ts'
import { inRubyText, rubyText as text } from '../quote.ts'
import { asksType, readsJson, signs, type BodyPath, type Freshness, type Piece, type Recipe } from '../recipe.ts'
import { indent, when, type Lines } from '../source.ts'
import { FRESH, IN_CONSTANT_TIME, ONE_SIGNATURE } from '../words.ts'

const STEP = '  '

/** What `valid_signature?` takes, in order. Sinatra has a method `body`. */
export function argumentsOf(recipe: Recipe): string {
  const names = ['payload', ...recipe.headers.map(({ name }) => name)]
  if (recipe.urlVariable !== null || recipe.bodyHashParameter !== null) names.push('address')
  if (asksType(recipe)) names.push('is_form')
  return names.join(', ')
}

export function verificationOf(recipe: Recipe): (Lines | null)[] {
  const { freshness, hasKey } = recipe
  return [
    method(ONE_SIGNATURE, `valid_signature?(${argumentsOf(recipe)})`, verificationBody(recipe)),
    recipe.isPublicKey
      ? method('Malformed signatures are no signatures.', 'verified?(key, signature, signed)', verifyLines(recipe), {
          error: 'OpenSSL::PKey::PKeyError',
          value: 'false',
        })
      : null,
    hasKey ? method('The key that the text of a secret stands for.', 'key_of(secret)', keyLines(recipe)) : null,
    freshness && method(FRESH, 'fresh?(timestamp)', freshLines(freshness), { error: 'ArgumentError', value: 'false' }),
    signs(recipe, 'form')
      ? method('The fields of a form sorted by name, each name followed by its values.', 'sorted_form(payload)', [
          'URI.decode_www_form(payload).uniq.sort.map(&:join).join',
        ])
      : null,
    recipe.bodyHashParameter === null
      ? null
      : method('A body that is no form is signed through its hash, which stands in the address.', 'its_hash?(payload, address)', [
          `said = URI.decode_www_form(address.split('?', 2)[1].to_s).assoc(${text(recipe.bodyHashParameter)})&.last.to_s`,
          'OpenSSL.secure_compare(said, Digest::SHA256.hexdigest(payload))',
        ]),
    readsJson(recipe)
      ? method('The text or number at a place in a JSON body; empty when there is none.', 'field_of(payload, *path)', FIELD, {
          error: 'JSON::ParserError',
          value: `''`,
        })
      : null,
  ]
}

const FIELD: Lines = [
  'value = path.reduce(JSON.parse(payload)) { |object, step| object.is_a?(Hash) ? object[step] : nil }',
  `value.is_a?(String) || value.is_a?(Integer) ? value.to_s : ''`,
]

/** A method; `rescue`: what it answers when an error comes up. */
function method(doc: string, head: string, body: Lines, rescue?: { readonly error: string; readonly value: string }): Lines {
  const ending = rescue ? [`rescue ${rescue.error}`, `${STEP}${rescue.value}`] : []
  return [`# ${doc}`, `def ${head}`, indent(body, STEP), ending, 'end']
}

function verificationBody(recipe: Recipe): Lines {
  const { inBody, separator, timestampItem, idItem, freshness, urlVariable, unescaped, isPublicKey, prefix } = recipe
  return [
    fieldLine('signature', inBody.signature),
    fieldLine('timestamp', inBody.timestamp),
    fieldLine('id', inBody.id),
    when(separator !== null, `items = signature.split(${text(separator ?? '')}).map(&:strip)`),
    itemLine('timestamp', timestampItem),
    itemLine('id', idItem),
    freshness && 'return false unless fresh?(timestamp)',
    when(recipe.bodyHashParameter !== null, 'return false unless is_form || payload.empty? || its_hash?(payload, address)'),
    when(signs(recipe, 'milliseconds', 'iso'), timeLines(recipe.timeUnit)),
    when(
      urlVariable !== null && unescaped.length > 0,
      '# The sender undoes these escapes before it signs.',
      `address = address.gsub(/${unescaped.join('|')}/i) { |escape| URI.decode_www_form_component(escape) }`,
    ),
    when(separator !== null && prefix !== '', `candidates = items.select { |item| item.start_with?(${text(prefix)}) }`),
    isPublicKey ? publicKeyLines(recipe) : digestLines(recipe),
  ]
}

function fieldLine(name: string, path: BodyPath): string | null {
  return path && `${name} = field_of(payload, ${path.map(text).join(', ')})`
}

function itemLine(name: string, item: string | null): string | null {
  return item === null ? null : `${name} = items.find { |item| item.start_with?(${text(item)}) }.to_s.delete_prefix(${text(item)})`
}

function digestLines(recipe: Recipe): Lines {
  const { separator, prefix, hasKey, algorithm } = recipe
  const list = separator === null ? null : prefix === '' ? 'items' : 'candidates'
  const content = contentExpression(recipe)
  const isOnce = algorithm.kind === 'hmac' && content !== 'payload' && !signs(recipe, 'secret')
  const expected = expectedExpression(recipe, isOnce ? 'signed' : content, hasKey ? 'key_of(secret)' : 'secret')
  return [
    when(isOnce, `signed = ${content}`),
    'SECRETS.any? do |secret|',
    indent(
      [
        `expected = ${expected}`,
        `# ${IN_CONSTANT_TIME}`,
        list === null
          ? 'OpenSSL.secure_compare(signature, expected)'
          : `${list}.any? { |candidate| OpenSSL.secure_compare(candidate, expected) }`,
      ],
      STEP,
    ),
    'end',
  ]
}

function expectedExpression({ algorithm, encoding, prefix }: Recipe, content: string, key: string): string {
  const before = prefix === '' ? '' : `${text(prefix)} + `
  if (algorithm.kind === 'hmac') {
    const name = algorithm.hash.toUpperCase()
    return (
      before +
      (encoding === 'base64'
        ? `[OpenSSL::HMAC.digest('${name}', ${key}, ${content})].pack('m0')`
        : `OpenSSL::HMAC.hexdigest('${name}', ${key}, ${content})`)
    )
  }
  if (algorithm.kind === 'hash') {
    const name = `Digest::${algorithm.hash.toUpperCase()}`
    return before + (encoding === 'base64' ? `${name}.base64digest(${content})` : `${name}.hexdigest(${content})`)
  }
  return before + (encoding === 'base64' ? `[${content}].pack('m0')` : encoding === 'hex' ? `(${content}).unpack1('H*')` : content)
}

/** All that is signed, as bytes. */
function contentExpression({ runs }: Recipe): string {
  const parts = runs.map((run) => (run.kind === 'body' ? 'payload' : runExpression(run.pieces)))
  return parts.length === 1 ? (parts[0] ?? '') : parts.map((part) => (part === 'payload' ? part : `${part}.b`)).join(' + ')
}

function runExpression(pieces: readonly Piece[]): string {
  const [only] = pieces
  if (pieces.length === 1 && only) return only.kind === 'text' ? text(only.text) : valueExpression(only.name)
  const inner = pieces.map((piece) => (piece.kind === 'text' ? inRubyText(piece.text) : `#{${valueExpression(piece.name)}}`))
  return `"${inner.join('')}"`
}

function valueExpression(name: (Piece & { kind: 'value' })['name']): string {
  if (name === 'form') return `is_form ? sorted_form(payload) : ''`
  return name === 'url' ? 'address' : name
}

function publicKeyLines(recipe: Recipe): Lines {
  const { separator, prefix } = recipe
  const list = separator === null ? null : prefix === '' ? 'items' : 'candidates'
  const any =
    list === null
      ? ['SECRETS.any? { |secret| verified?(key_of(secret), signature, signed) }']
      : ['SECRETS.any? do |secret|', `${STEP}${list}.any? { |candidate| verified?(key_of(secret), candidate, signed) }`, 'end']
  return [
    when(list === null && prefix !== '', `return false unless signature.start_with?(${text(prefix)})`),
    `signed = ${contentExpression(recipe)}`,
    any,
  ]
}

function verifyLines({ prefix, encoding, algorithm }: Recipe): Lines {
  const encoded = prefix === '' ? 'signature' : `signature.delete_prefix(${text(prefix)})`
  const bytes = encoding === 'hex' ? `[${encoded}].pack('H*')` : `${encoded}.unpack1('m')`
  return [`key.verify(${algorithm.kind === 'ecdsa' ? `'${algorithm.hash.toUpperCase()}'` : 'nil'}, ${bytes}, signed)`]
}

function keyLines({ secret, algorithm }: Recipe): Lines {
  const stripped = secret.prefixes.length === 0 ? 'secret' : `secret.sub(/\\A(${secret.prefixes.map(inPattern).join('|')})/, '')`
  const bytes = secret.as === 'hex' ? `[${stripped}].pack('H*')` : secret.as === 'base64' ? `${stripped}.unpack1('m')` : stripped
  if (algorithm.kind === 'ecdsa') return [`OpenSSL::PKey.read(${bytes})`]
  if (algorithm.kind !== 'ed25519') return [bytes]
  return [
    '# RFC 8410: what stands before the 32 bytes of an ed25519 key in DER.',
    `OpenSSL::PKey.read(['302a300506032b6570032100'].pack('H*') + ${bytes})`,
  ]
}

function inPattern(part: string): string {
  return part.replaceAll(/[^\w-]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function secondsExpression(unit: TimeUnit | null): string {
  if (unit === 'iso') return 'Time.iso8601(timestamp).to_r'
  return unit === 's' ? 'Integer(timestamp, 10)' : 'Integer(timestamp, 10) / 1000r'
}

function timeLines(unit: TimeUnit | null): Lines {
  return [
    'seconds = begin',
    indent([secondsExpression(unit)], STEP),
    'rescue ArgumentError',
    indent(['return false'], STEP),
    'end',
    'milliseconds = (seconds * 1000).round.to_s',
    `iso = Time.at(seconds).utc.strftime('%Y-%m-%dT%H:%M:%SZ')`,
  ]
}

function freshLines({ unit, bothSides }: Freshness): Lines {
  const age = `Time.now.to_r - ${secondsExpression(unit)}`
  return [`age = ${age}`, bothSides ? 'age.abs <= TOLERANCE_SECONDS' : 'age <= TOLERANCE_SECONDS']
}
