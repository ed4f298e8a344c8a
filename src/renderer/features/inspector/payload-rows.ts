import type { JsonTree } from '../../components/json-tree.ts'

/** One value of a JSON body as a row of the tree. */
export interface PayloadRow {
  /** Its place, `0.3.1`: unlike the path it is its own also where a key is doubled. */
  readonly id: string
  readonly depth: number
  /** `data.items[0].id`, as the filter language has it after `body.`; empty for the whole. */
  readonly path: string
  /** Its key as written, with quotes, or its index; null for the whole. */
  readonly label: string | null
  readonly node: JsonTree
  readonly isOpen: boolean
}

/** Levels that are open before anybody opens or closes one. */
const OPEN_LEVELS = 3
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u

/** The rows in sight: what lies in closed ones is left out. `toggled` holds the ids that are not as they began. */
export function payloadRows(tree: JsonTree, toggled: ReadonlySet<string>): PayloadRow[] {
  const rows: PayloadRow[] = []
  const walk = (node: JsonTree, id: string, depth: number, path: string, label: string | null): void => {
    const isOpen = node.kind !== 'atom' && depth < OPEN_LEVELS !== toggled.has(id)
    rows.push({ id, depth, path, label, node, isOpen })
    if (isOpen) for (const child of childrenOf(node, id, path)) walk(child.node, child.id, depth + 1, child.path, child.label)
  }
  walk(tree, '0', 0, '', null)
  return rows
}

/** Ids of the values whose key or text holds this, without case, in the order of the body; none for an empty text. */
export function findInPayload(tree: JsonTree, text: string): string[] {
  const wanted = text.trim().toLowerCase()
  const found: string[] = []
  const walk = (node: JsonTree, id: string, label: string | null): void => {
    const words = [label ?? '', node.kind === 'atom' ? node.text : '']
    if (words.some((each) => each.toLowerCase().includes(wanted))) found.push(id)
    for (const child of childrenOf(node, id, '')) walk(child.node, child.id, child.label)
  }
  if (wanted !== '') walk(tree, '0', null)
  return found
}

/** The toggled ids with which this value is in sight. */
export function withOpenWay(toggled: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(toggled)
  const steps = id.split('.')
  for (let depth = 0; depth < steps.length - 1; depth++) {
    const above = steps.slice(0, depth + 1).join('.')
    if (depth < OPEN_LEVELS) next.delete(above)
    else next.add(above)
  }
  return next
}

/** What is copied of a value: the text of a string without quotes and escapes, all else as JSON, as written. */
export function valueText(node: JsonTree): string {
  return node.kind === 'atom' && node.text.startsWith('"') ? String(JSON.parse(node.text)) : jsonOf(node)
}

/** What stands in a row of an object or array: `{ 3 }`, `[ 12 ]`. */
export function sizeWords(node: JsonTree): string {
  if (node.kind === 'object') return `{${node.entries.length === 0 ? '' : ` ${node.entries.length} `}}`
  return node.kind === 'array' ? `[${node.items.length === 0 ? '' : ` ${node.items.length} `}]` : node.text
}

function childrenOf(node: JsonTree, id: string, path: string) {
  if (node.kind === 'array')
    return node.items.map((item, index) => ({ node: item, id: `${id}.${index}`, path: `${path}[${index}]`, label: String(index) }))
  if (node.kind === 'atom') return []
  return node.entries.map(({ key, keyText, value }, index) => ({
    node: value,
    id: `${id}.${index}`,
    path: pathOf(path, key, keyText),
    label: keyText,
  }))
}

function pathOf(path: string, key: string, keyText: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${keyText}]`
  return path === '' ? key : `${path}.${key}`
}

function jsonOf(node: JsonTree): string {
  if (node.kind === 'atom') return node.text
  if (node.kind === 'array') return `[${node.items.map(jsonOf).join(',')}]`
  return `{${node.entries.map(({ keyText, value }) => `${keyText}:${jsonOf(value)}`).join(',')}}`
}
