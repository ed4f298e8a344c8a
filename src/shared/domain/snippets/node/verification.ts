import { inTemplate, javascriptText as text } from '../quote.ts'
import { asksType, readsJson, signs, type BodyPath, type Freshness, type Piece, type Recipe } from '../recipe.ts'
import type { TimeUnit } from '../../signature/scheme-form.ts'
import { flatten, indent, when, type Lines } from '../source.ts'
import { CONSTANT_TIME, FRESH, ONE_SIGNATURE, secretWords, urlWords } from '../words.ts'

/** JavaScript for Node: what every framework's receiver has in common. */

const STEP = '  '

/** Constants at the top. */
export function nodeConstants(recipe: Recipe): Lines {
  const { secretVariable, urlVariable, freshness, hasKey, port, maxBytes } = recipe
  return [
    `// ${secretWords(recipe)}`,
    `const SECRETS = [process.env.${secretVariable}, process.env.${secretVariable}_OLD].filter(Boolean)`,
    `if (SECRETS.length === 0) throw new Error('Set ${secretVariable}.')`,
    when(hasKey, 'const KEYS = SECRETS.map(keyOf)'),
    when(
      urlVariable !== null,
      `// ${urlWords()}`,
      `const PUBLIC_URL = process.env.${urlVariable}`,
      `if (!PUBLIC_URL) throw new Error('Set ${urlVariable}.')`,
    ),
    freshness && `const TOLERANCE_MS = ${grouped(freshness.toleranceMs)}`,
    `const MAX_BYTES = ${maxBytes / 1024 / 1024} * 1024 * 1024`,
    `const PORT = Number(process.env.PORT ?? ${port})`,
  ]
}

/** What `verifySignature` takes, in order; as it is declared and as it is called. */
export function nodeArguments(recipe: Recipe): string {
  const { headers, urlVariable } = recipe
  const names = ['body', ...headers.map(({ name }) => name)]
  if (urlVariable !== null || recipe.bodyHashParameter !== null) names.push('url')
  if (asksType(recipe)) names.push('isForm')
  return names.join(', ')
}

/** `verifySignature` and what it needs. */
export function nodeVerification(recipe: Recipe): (Lines | null)[] {
  const { freshness, hasKey, algorithm } = recipe
  return [
    [`/** ${ONE_SIGNATURE} */`, `function verifySignature(${nodeArguments(recipe)}) {`, indent(verificationBody(recipe), STEP), '}'],
    when(hasKey, '/** The key that the text of a secret stands for. */', 'function keyOf(secret) {', indent(keyLines(recipe), STEP), '}'),
    freshness && freshFunction(freshness),
    when(
      signs(recipe, 'form'),
      '/** The fields of a form sorted by name, each name followed by its values. */',
      'function sortedForm(body) {',
      indent(
        [
          'const fields = new URLSearchParams(body.toString())',
          'const names = [...new Set(fields.keys())].sort()',
          `return names.map((name) => [...new Set(fields.getAll(name))].sort().map((value) => name + value).join('')).join('')`,
        ],
        STEP,
      ),
      '}',
    ),
    when(
      recipe.bodyHashParameter !== null,
      '/** A body that is no form is signed through its hash, which stands in the address. */',
      'function hasItsHash(body, url) {',
      indent(
        [
          `const said = new URL(url).searchParams.get(${text(recipe.bodyHashParameter ?? '')}) ?? ''`,
          `return isEqual(said, createHash('sha256').update(body).digest('hex'))`,
        ],
        STEP,
      ),
      '}',
    ),
    when(
      readsJson(recipe),
      '/** The text or number at a place in a JSON body; empty when there is none. */',
      'function fieldOf(body, ...path) {',
      indent(
        [
          'try {',
          indent([`return String(path.reduce((value, step) => value?.[step], JSON.parse(body)) ?? '')`], STEP),
          '} catch {',
          indent([`return ''`], STEP),
          '}',
        ],
        STEP,
      ),
      '}',
    ),
    when(
      algorithm.kind !== 'ed25519' && algorithm.kind !== 'ecdsa',
      `/** ${CONSTANT_TIME} */`,
      'function isEqual(received, expected) {',
      indent(
        ['const [a, b] = [Buffer.from(received), Buffer.from(expected)]', 'return a.length === b.length && timingSafeEqual(a, b)'],
        STEP,
      ),
      '}',
    ),
  ]
}

function verificationBody(recipe: Recipe): Lines {
  const { inBody, separator, timestampItem, idItem, freshness, urlVariable, unescaped, isPublicKey, hasKey } = recipe
  const one = hasKey ? 'key' : 'secret'
  return [
    fieldLine('signature', inBody.signature),
    fieldLine('timestamp', inBody.timestamp),
    fieldLine('id', inBody.id),
    when(separator !== null, `const items = signature.split(${text(separator ?? '')}).map((item) => item.trim())`),
    itemLine('timestamp', timestampItem),
    itemLine('id', idItem),
    freshness && 'if (!isFresh(timestamp)) return false',
    when(recipe.bodyHashParameter !== null, 'if (!isForm && body.length > 0 && !hasItsHash(body, url)) return false'),
    when(
      urlVariable !== null && unescaped.length > 0,
      '// The sender undoes these escapes before it signs.',
      `const signedUrl = url.replace(/${unescaped.join('|')}/gi, decodeURIComponent)`,
    ),
    when(
      signs(recipe, 'milliseconds', 'iso'),
      `const time = new Date(${timeExpression(recipe.timeUnit)})`,
      'if (Number.isNaN(time.getTime())) return false',
    ),
    when(separator !== null && recipe.prefix !== '', `const candidates = items.filter((item) => item.startsWith(${text(recipe.prefix)}))`),
    isPublicKey ? publicKeyLines(recipe) : digestLines(recipe, one),
  ]
}

function fieldLine(name: string, path: BodyPath): string | null {
  return path && `const ${name} = fieldOf(body, ${path.map(text).join(', ')})`
}

function itemLine(name: string, item: string | null): string | null {
  return item === null ? null : `const ${name} = items.find((item) => item.startsWith(${text(item)}))?.slice(${item.length}) ?? ''`
}

/** What is compared with: the whole signature, or each candidate of a list. */
function digestLines(recipe: Recipe, one: string): Lines {
  const { separator, prefix, hasKey } = recipe
  const list = separator === null ? null : prefix === '' ? 'items' : 'candidates'
  if (recipe.algorithm.kind === 'plain' && list === null) {
    return [`return SECRETS.some((${one}) => isEqual(signature, ${expectedExpression(recipe, one)}))`]
  }
  return [
    `return ${hasKey ? 'KEYS' : 'SECRETS'}.some((${one}) => {`,
    indent(
      [
        `const expected = ${expectedExpression(recipe, one)}`,
        list === null ? 'return isEqual(signature, expected)' : `return ${list}.some((candidate) => isEqual(candidate, expected))`,
      ],
      STEP,
    ),
    '})',
  ]
}

function expectedExpression(recipe: Recipe, one: string): string {
  const { algorithm, encoding, prefix } = recipe
  const before = prefix === '' ? '' : `${text(prefix)} + `
  if (algorithm.kind === 'hmac' || algorithm.kind === 'hash') {
    const start = algorithm.kind === 'hmac' ? `createHmac('${algorithm.hash}', ${one})` : `createHash('${algorithm.hash}')`
    const updates = recipe.runs.map((run) => `.update(${run.kind === 'body' ? 'body' : runExpression(recipe, run.pieces)})`)
    return `${before}${start}${updates.join('')}.digest('${encoding === 'text' ? 'hex' : encoding}')`
  }
  const [run] = recipe.runs
  if (encoding === 'text' && recipe.runs.length === 1 && run?.kind === 'text') return before + runExpression(recipe, run.pieces)
  return `${before}${wholeContent(recipe)}.toString('${encoding === 'text' ? 'latin1' : encoding}')`
}

/** All that is signed, in one buffer. */
function wholeContent(recipe: Recipe): string {
  const buffers = recipe.runs.map((run) => (run.kind === 'body' ? 'body' : `Buffer.from(${runExpression(recipe, run.pieces)})`))
  return buffers.length === 1 ? (buffers[0] ?? '') : `Buffer.concat([${buffers.join(', ')}])`
}

function publicKeyLines(recipe: Recipe): Lines {
  const { separator, prefix, encoding, algorithm } = recipe
  const hash = algorithm.kind === 'ecdsa' ? `'${algorithm.hash}'` : 'null'
  const coding = encoding === 'hex' ? 'hex' : 'base64'
  const cut = prefix === '' ? '' : `.slice(${prefix.length})`
  const signed = `const signed = ${wholeContent(recipe)}`
  if (separator !== null) {
    return [
      signed,
      `const signatures = ${prefix === '' ? 'items' : 'candidates'}.map((candidate) => Buffer.from(candidate${cut}, '${coding}'))`,
      `return KEYS.some((key) => signatures.some((each) => verify(${hash}, signed, key, each)))`,
    ]
  }
  return [
    when(prefix !== '', `if (!signature.startsWith(${text(prefix)})) return false`),
    signed,
    `const bytes = Buffer.from(signature${cut}, '${coding}')`,
    `return KEYS.some((key) => verify(${hash}, signed, key, bytes))`,
  ]
}

function runExpression(recipe: Recipe, pieces: readonly Piece[]): string {
  const [only] = pieces
  if (pieces.length === 1 && only) return only.kind === 'text' ? text(only.text) : valueExpression(recipe, only.name)
  const inner = pieces.map((piece) => (piece.kind === 'text' ? inTemplate(piece.text) : `\${${valueExpression(recipe, piece.name)}}`))
  return `\`${inner.join('')}\``
}

function valueExpression(recipe: Recipe, name: (Piece & { kind: 'value' })['name']): string {
  switch (name) {
    case 'timestamp':
    case 'id':
    case 'secret':
      return name
    case 'url':
      return recipe.unescaped.length > 0 ? 'signedUrl' : 'url'
    case 'form':
      return `isForm ? sortedForm(body) : ''`
    case 'milliseconds':
      return 'String(time.getTime())'
    case 'iso':
      return `time.toISOString().slice(0, 19) + 'Z'`
  }
}

function keyLines({ secret, algorithm }: Recipe): Lines {
  const stripped = secret.prefixes.length === 0 ? 'secret' : `secret.replace(/^(${secret.prefixes.map(inPattern).join('|')})/, '')`
  if (secret.as === 'text') return [`return ${stripped}`]
  const bytes = `Buffer.from(${stripped}, '${secret.as}')`
  if (algorithm.kind === 'ecdsa') return [`return createPublicKey({ key: ${bytes}, format: 'der', type: 'spki' })`]
  if (algorithm.kind !== 'ed25519') return [`return ${bytes}`]
  return [
    '// RFC 8410: what stands before the 32 bytes of an ed25519 key in DER.',
    `const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), ${bytes}])`,
    `return createPublicKey({ key: der, format: 'der', type: 'spki' })`,
  ]
}

/** Texts as parts of a regular expression. */
function inPattern(part: string): string {
  return part.replaceAll(/[^\w-]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** ms since 1970. */
function timeExpression(unit: TimeUnit | null): string {
  return unit === 'iso' ? 'Date.parse(timestamp)' : unit === 's' ? 'Number(timestamp) * 1000' : 'Number(timestamp)'
}

function freshFunction({ unit, bothSides }: Freshness): Lines {
  const age = `Date.now() - ${timeExpression(unit)}`
  const bound = bothSides ? 'Math.abs(age) <= TOLERANCE_MS' : 'age <= TOLERANCE_MS'
  return [
    `/** ${FRESH} */`,
    'function isFresh(timestamp) {',
    indent([`const age = ${age}`, unit === 'iso' ? `return ${bound}` : `return /^\\d+$/.test(timestamp) && ${bound}`], STEP),
    '}',
  ]
}

function grouped(value: number): string {
  return value.toLocaleString('en').replaceAll(',', '_')
}

/** Names of `node:crypto` that the lines use, as one import. */
export function cryptoImport(lines: Lines): string {
  const code = flatten(lines).join('\n')
  const used = ['createHash', 'createHmac', 'createPublicKey', 'timingSafeEqual', 'verify'].filter((name) =>
    new RegExp(`(?<!function )\\b${name}\\(`).test(code),
  )
  return `import { ${used.join(', ')} } from 'node:crypto'`
}
