/** Steps from the root of a JSON value to a leaf. */
export type LeafPath = readonly (string | number)[]

interface Container {
  readonly isList: boolean
  step: string | number
}

const TOKEN = /[\s,:]+|[{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:{}[\]"]+/gy

/**
 * JSON text with some of its strings and numbers replaced; everything between them stays as it was written. `mask` gets
 * a string's value or a number's text and gives the new one, or null to leave it. Null when the text is no JSON.
 */
export function maskJson(text: string, mask: (path: LeafPath, value: string, isText: boolean) => string | null): string | null {
  if (!isJson(text)) return null
  const out: string[] = []
  const path: Container[] = []
  let isKey = false
  for (const [token] of text.matchAll(TOKEN)) {
    const top = path.at(-1)
    if (token === '{' || token === '[') {
      path.push({ isList: token === '[', step: token === '[' ? 0 : '' })
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
    } else {
      out.push(leaf(token))
      continue
    }
    out.push(token)
  }
  return out.join('')

  function leaf(token: string): string {
    const isText = token.startsWith('"')
    if (!isText && !/^-?\d/.test(token)) return token
    const masked = mask(
      path.map(({ step }) => step),
      isText ? (JSON.parse(token) as string) : token,
      isText,
    )
    if (masked === null) return token
    return isText ? JSON.stringify(masked) : masked
  }
}

function isJson(text: string): boolean {
  if (!/^\s*["[{]/.test(text)) return false
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''))
    return true
  } catch {
    return false
  }
}

/** `data.items[0].email`; `*` is any step. */
export function formatLeafPath(path: LeafPath): string {
  return path.reduce<string>(
    (walked, step) => (typeof step === 'number' ? `${walked}[${step}]` : walked === '' ? step : `${walked}.${step}`),
    '',
  )
}
