import { throughJavaScript, writeJson, writePythonDict, type JsonStyle } from './json-style.ts'
import { parseJsonTree, type JsonTree } from './json-tree.ts'
import { MAX_REWRITTEN_BYTES, MAX_TOILED_BYTES, type BodyChange } from './hypothesis.ts'

/** Bodies that were read and written again on one side: as JSON in the style of some library, or as a form. */

interface NamedStyle {
  readonly style: JsonStyle
  /** Ends "The signature matches if the body is written again …". */
  readonly clause: string
}

const JS: JsonStyle = { layout: 'compact', escapes: 'none', keys: 'as they are', numbers: 'js' }
const KEPT: JsonStyle = { ...JS, numbers: 'as they are' }

/** The usual ones, most likely first. */
const USUAL: readonly NamedStyle[] = [
  { style: KEPT, clause: 'as compact JSON, as JSON.stringify does' },
  { style: JS, clause: 'as compact JSON by JSON.stringify, which prints numbers its own way' },
  { style: { ...KEPT, layout: 2 }, clause: 'as JSON in lines, two blanks a level' },
  { style: { ...KEPT, layout: 'spaced', escapes: 'ascii' }, clause: `as Python's json.dumps does, with blanks after , and :` },
  { style: { ...KEPT, layout: 'spaced' }, clause: 'with blanks after , and : as by json.dumps(…, ensure_ascii=False)' },
  { style: { ...KEPT, escapes: 'ascii' }, clause: 'as compact JSON with \\u escapes, as by json.dumps(…, separators=(",", ":"))' },
  { style: { ...KEPT, escapes: 'php' }, clause: `as PHP's json_encode does, with \\/ and \\u escapes` },
  { style: { ...KEPT, escapes: 'slash' }, clause: `as PHP's json_encode does, with \\/` },
  { style: { ...KEPT, escapes: 'html' }, clause: `as Go's json.Marshal does, with < > & as \\u escapes` },
  { style: { ...KEPT, escapes: 'dotnet' }, clause: `as .NET's JsonSerializer does, with its \\u escapes` },
  { style: { ...KEPT, keys: 'sorted' }, clause: 'as compact JSON with its keys sorted' },
  { style: { ...KEPT, layout: 'spaced', escapes: 'ascii', keys: 'sorted' }, clause: 'as by json.dumps(…, sort_keys=True)' },
  { style: { ...KEPT, layout: 4 }, clause: 'as JSON in lines, four blanks a level' },
  { style: { ...KEPT, layout: 'tab' }, clause: 'as JSON in lines, a tab a level' },
]

/** The usual ways to write a JSON body again; nothing for what is no JSON. */
export function* usualBodies(body: Uint8Array): Generator<BodyChange> {
  const tree = treeOf(body)
  if (tree) yield* written(body, tree, USUAL)
}

/** The usual ones, then every mixture of them, then what is signed by mistake in place of a body. */
export function* reserializedBodies(body: Uint8Array): Generator<BodyChange> {
  const tree = treeOf(body)
  if (tree) {
    yield* written(body, tree, USUAL)
    yield* written(body, throughJavaScript(tree), [
      { style: JS, clause: 'by JSON.stringify, which moves keys that are numbers to the front' },
    ])
  }
  yield* formBodies(body)
  if (!tree) return
  yield* change(body, writePythonDict(tree), 'if it is made over the text of a Python dict (str(event)) instead of the JSON')
  yield* change(body, JSON.stringify(textOf(body)), 'if the body is put into a JSON string once more (serialised twice)')
  if (tree.kind === 'string') yield* change(body, tree.text, 'if the body is taken out of its JSON string (it was serialised twice)')
  yield* mistaken(body)
  if (tree.kind === 'object') {
    for (const [key, value] of tree.entries.slice(0, MAX_MEMBERS)) {
      if (value.kind === 'object') yield* change(body, writeJson(value, KEPT), `if only the value of "${key}" is signed`)
    }
  }
  if (body.length <= MAX_TOILED_BYTES) yield* written(body, tree, mixtures(tree))
}

const MAX_MEMBERS = 20

function* written(body: Uint8Array, tree: JsonTree, styles: Iterable<NamedStyle>): Generator<BodyChange> {
  const seen = new Set<string>()
  for (const { style, clause } of styles) {
    const text = writeJson(tree, style)
    if (seen.has(text)) continue
    seen.add(text)
    yield* change(body, text, `if the body is written again ${clause}`)
  }
}

/** A style's parts that make no difference to this body are left out. */
function* mixtures(tree: JsonTree): Generator<NamedStyle> {
  const plain = writeJson(tree, KEPT)
  const differs = (part: Partial<JsonStyle>): boolean => writeJson(tree, { ...KEPT, ...part }) !== plain
  const escapes = (['none', 'ascii', 'php', 'slash', 'html', 'dotnet', 'gson'] as const).filter(
    (each) => each === 'none' || differs({ escapes: each }),
  )
  const keys = (['as they are', 'sorted'] as const).filter((each) => each === 'as they are' || differs({ keys: each }))
  const numbers = (['as they are', 'js'] as const).filter((each) => each === 'as they are' || differs({ numbers: each }))
  for (const layout of ['compact', 'spaced', 2, 4, 'tab'] as const) {
    for (const escape of escapes) {
      for (const key of keys) {
        for (const number of numbers) {
          const words = [
            LAYOUT_WORDS[layout],
            ...(escape === 'none' ? [] : [`escapes as by ${ESCAPE_WORDS[escape]}`]),
            ...(key === 'sorted' ? ['sorted keys'] : []),
          ]
          yield { style: { layout, escapes: escape, keys: key, numbers: number }, clause: `as JSON: ${words.join(', ')}` }
        }
      }
    }
  }
}

const LAYOUT_WORDS = {
  compact: 'compact',
  spaced: 'blanks after , and :',
  2: 'in lines, two blanks a level',
  4: 'in lines, four blanks a level',
  tab: 'in lines, a tab a level',
} as const
const ESCAPE_WORDS = { ascii: 'Python', php: 'PHP', slash: 'PHP (\\/)', html: 'Go', dotnet: '.NET', gson: 'Gson' } as const

/** Forms that were taken apart and put together again, as frameworks do. */
function* formBodies(body: Uint8Array): Generator<BodyChange> {
  const text = textOf(body)
  if (!/^[^\s={}[\]"<>]+=[^\s]*$/.test(text)) return
  const fields = [...new URLSearchParams(text)]
  yield* change(body, fields.map(([, value]) => value).join(''), 'if only the values of the form are signed', 'form')
  yield* change(body, JSON.stringify(Object.fromEntries(fields)), 'if the fields of the form are signed as JSON', 'form')
  yield* change(body, new URLSearchParams(fields).toString(), 'if the form is written again', 'form')
  yield* change(
    body,
    fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'),
    'if the form is written again, with %20 for blanks',
    'form',
  )
  yield* change(body, fields.map(([name, value]) => `${name}=${value}`).join('&'), 'if the form is signed with its escapes undone', 'form')
  yield* change(
    body,
    new URLSearchParams(fields.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))).toString(),
    'if the fields of the form are sorted',
    'form',
  )
}

/** What stands in a variable by mistake where the body is meant. */
function* mistaken(body: Uint8Array): Generator<BodyChange> {
  for (const text of ['', '{}', '[object Object]', 'undefined', 'null', 'None', 'Array']) {
    yield* change(
      body,
      text,
      text === '' ? 'over an empty body: the body had not been read' : `over the text ${text}: the body had not been read`,
      'unread',
    )
  }
  yield* change(body, `b'${textOf(body)}'`, `over the text b'…': the bytes of the body were printed by Python's str()`)
}

function treeOf(body: Uint8Array): JsonTree | null {
  return body.length > MAX_REWRITTEN_BYTES ? null : parseJsonTree(textOf(body).replace(/^\ufeff/, ''))
}

/** As UTF-8; what is none becomes U+FFFD, and is then no body that was signed. */
function textOf(body: Uint8Array): string {
  return body.length > MAX_REWRITTEN_BYTES ? '' : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
}

function* change(body: Uint8Array, text: string, clause: string, variant?: string): Generator<BodyChange> {
  const bytes = Buffer.from(text)
  if (!bytes.equals(body)) yield { body: bytes, clause, ...(variant === undefined ? {} : { variant }) }
}
