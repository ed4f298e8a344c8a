import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { ReplayEdit } from '../../../shared/domain/replay.ts'
import { MIB } from '../../../shared/domain/units.ts'
import { toBase64 } from '../../api/base64.ts'
import { toProblem } from '../../api/problem.ts'
import { readText } from '../../components/body-text.ts'

/** What was captured, as it can be edited. */
export interface EditSource {
  readonly headers: RawHeaders
  /** Its Content-Encoding undone; null: it cannot be edited as text. */
  readonly text: string | null
  /** Why it cannot, or what an edited one loses; null when there is nothing to say. */
  readonly note: string | null
  /** The body is edited decoded, so its Content-Encoding goes. */
  readonly isDecoded: boolean
}

/** A request as somebody edits it. */
export interface EditContent {
  readonly text: string
  readonly headers: RawHeaders
}

export interface EditState extends EditContent {
  /** null until it was read. */
  readonly source: EditSource | null
  /** Why it could not be read, a sentence. */
  readonly problem: string | null
  /** What was edited earlier and never sent, while it is not gone on with; null when there is none. */
  readonly earlier: EditContent | null
}

/** The body and headers of one exchange, to be changed before it is sent again. */
export interface Edit {
  readonly store: StoreApi<EditState>
  read(): Promise<void>
  changeText(text: string): void
  changeHeaders(headers: RawHeaders): void
  /** Goes on with what was edited earlier. */
  takeUp(): void
  /** Back to what was captured. */
  undo(): void
}

interface EditOptions {
  /** Hears what is sent in place of what was captured, null when nothing is. */
  readonly onEdit: (edit: ReplayEdit | null) => void
  /** What was kept the last time. */
  readonly earlier?: EditContent | null
  /** It is gone on with from the start: the exchange was opened to be edited. */
  readonly isTakenUp?: boolean
  /** Hears what is to be kept until it is sent, null when there is nothing. */
  readonly onKeep?: (content: EditContent | null) => void
}

/** Nothing is changed yet. */
export function createEdit(client: Client, id: string, { onEdit, earlier = null, isTakenUp = false, onKeep }: EditOptions): Edit {
  const store = createStore<EditState>()(() => ({ source: null, problem: null, text: '', headers: [], earlier }))

  function change(changes: Partial<EditState>): void {
    store.setState(changes)
    const state = store.getState()
    const edit = editOf(state)
    onEdit(edit)
    onKeep?.(edit === null ? state.earlier : { text: state.text, headers: state.headers })
  }

  function takeUp(): void {
    const content = store.getState().earlier
    if (content) change({ ...content, earlier: null })
  }

  return {
    store,
    read: async () => {
      try {
        const [detail, body] = await Promise.all([
          client.exchanges.get({ id }),
          client.exchanges.body({ id, side: 'request', offset: 0, length: MIB, decoded: true }),
        ])
        const { headers } = detail.request
        const source = { headers, ...sourceOf(await body.bytes.bytes(), body) }
        store.setState({ source, text: source.text ?? '', headers })
        if (isTakenUp) takeUp()
      } catch (error) {
        const { message, remedy } = toProblem(error)
        store.setState({ problem: `${message} ${remedy}` })
      }
    },
    changeText: (text) => change({ text }),
    changeHeaders: (headers) => change({ headers }),
    takeUp,
    undo: () => {
      const { source } = store.getState()
      if (source) change({ text: source.text ?? '', headers: source.headers })
    },
  }
}

/** What is sent in place of what was captured; null when nothing was changed. A header without a name is not one yet. */
export function editOf({ source, text, headers }: EditState): ReplayEdit | null {
  if (source === null) return null
  const hasOtherBody = source.text !== null && text !== source.text
  const named = headers.filter(([name]) => name !== '')
  const sent = hasOtherBody && source.isDecoded ? named.filter(([name]) => name.toLowerCase() !== 'content-encoding') : named
  const hasOtherHeaders = JSON.stringify(sent) !== JSON.stringify(source.headers)
  if (!hasOtherBody && !hasOtherHeaders) return null
  return {
    ...(hasOtherBody && { body: toBase64(new TextEncoder().encode(text)) }),
    ...(hasOtherHeaders && { headers: sent }),
  }
}

function sourceOf(
  bytes: Uint8Array,
  {
    totalBytes,
    encoding,
    problem,
  }: { readonly totalBytes: number | null; readonly encoding: string | null; readonly problem: string | null },
): Omit<EditSource, 'headers'> {
  const none = (note: string): Omit<EditSource, 'headers'> => ({ text: null, note, isDecoded: false })
  if (totalBytes === null ? bytes.length >= MIB : totalBytes > bytes.length)
    return none('It is longer than 1 MiB: give another one with hookscope replay --body @FILE.')
  if (problem !== null) return none(problem)
  const read = readText(bytes, false)
  if (read.kind === 'binary') return none('It is not text: give another one with hookscope replay --body @FILE.')
  if (encoding === null) return { text: read.text, note: null, isDecoded: false }
  return {
    text: read.text,
    note: `It came compressed (${encoding}). An edited one goes out plain, without Content-Encoding.`,
    isDecoded: true,
  }
}
