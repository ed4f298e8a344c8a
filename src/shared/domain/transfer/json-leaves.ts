/** Steps from the root of a JSON value to a leaf. */
export type LeafPath = readonly (string | number)[]

/** A string or number in a JSON value. */
export interface Leaf {
  readonly path: LeafPath
  /** The string's value, or the number's text. */
  readonly value: string
  readonly isText: boolean
  /** What the object says its `value` is: the `name` beside it. Null when it is none, or nothing is said. */
  readonly label: string | null
}

interface Container {
  readonly isList: boolean
  /** What it holds; undefined where a name came twice. */
  readonly content: unknown
  step: string | number
}

const TOKEN = /[\s,:]+|[{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:{}[\]"]+/gy

/**
 * JSON text with some of its strings, numbers and names replaced; everything between them stays as it was written. `mask`
 * gives the new value of a leaf, or null to leave it; `maskName` that of a member's name. Null when the text is no JSON.
 */
export function maskJson(text: string, mask: (leaf: Leaf) => string | null, maskName: (name: string) => string): string | null {
  const root = parsed(text)
  if (root === undefined) return null
  const out: string[] = []
  const path: Container[] = []
  let isKey = false
  for (const [token] of text.matchAll(TOKEN)) {
    const top = path.at(-1)
    if (token === '{' || token === '[') {
      path.push({ isList: token === '[', step: token === '[' ? 0 : '', content: top ? memberOf(top.content, top.step) : root })
      isKey = token === '{'
    } else if (token === '}' || token === ']') {
      path.pop()
      isKey = false
    } else if (/^[\s,:]/.test(token)) {
      if (token.includes(',') && top) {
        if (top.isList) top.step = Number(top.step) + 1
        else isKey = true
      }
    } else if (isKey && top) {
      top.step = JSON.parse(token) as string
      isKey = false
      const name = maskName(top.step)
      out.push(name === top.step ? token : JSON.stringify(name))
      continue
    } else {
      out.push(leaf(token, top))
      continue
    }
    out.push(token)
  }
  return out.join('')

  function leaf(token: string, top: Container | undefined): string {
    const isText = token.startsWith('"')
    if (!isText && !/^-?\d/.test(token)) return token
    const masked = mask({
      path: path.map(({ step }) => step),
      value: isText ? (JSON.parse(token) as string) : token,
      isText,
      label: top ? labelIn(top) : null,
    })
    if (masked === null) return token
    return isText ? JSON.stringify(masked) : masked
  }
}

const VALUE = /^value$/i
const LABELS = ['name', 'key', 'Name', 'Key'] as const

function labelIn({ content, step }: Container): string | null {
  if (typeof step !== 'string' || !VALUE.test(step)) return null
  const label = LABELS.map((name) => memberOf(content, name)).find((each) => typeof each === 'string')
  return typeof label === 'string' ? label : null
}

function memberOf(content: unknown, step: string | number): unknown {
  return typeof content === 'object' && content !== null && Object.hasOwn(content, step)
    ? (content as Readonly<Record<string | number, unknown>>)[step]
    : undefined
}

/** Undefined when it is no text, list or object of JSON. */
function parsed(text: string): unknown {
  if (!/^\s*["[{]/.test(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** `data.items[0].email`; `*` is any step. */
export function formatLeafPath(path: LeafPath): string {
  return path.reduce<string>(
    (walked, step) => (typeof step === 'number' ? `${walked}[${step}]` : walked === '' ? step : `${walked}.${step}`),
    '',
  )
}
