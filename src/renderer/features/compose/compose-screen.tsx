import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { CompositionHead } from '../../../shared/domain/composition.ts'
import type { FollowApi } from '../../api/follow.ts'
import { toProblem } from '../../api/problem.ts'
import { useFresh } from '../../api/use-fresh.ts'
import type { ScreenView } from '../../app/screen.ts'
import { showToast } from '../../app/toasts.tsx'
import type { Compose } from './compose-state.ts'
import { createCompose } from './compose-store.ts'
import { isEdited } from './draft.ts'
import { EditorPane } from './editor-pane.tsx'
import { SendPane } from './send-pane.tsx'
import { createSends, type Sends } from './sends-store.ts'
import { TypeList } from './type-list.tsx'
import { createVariables, type Variables } from './variables-store.ts'

const FIRST_TYPE = 'deal.won'

/** Compose, for the rail. To be called once: open drafts live as long as the screen is known. */
export function composeScreen(api: FollowApi): ScreenView {
  const compose = createCompose(api.client, FIRST_TYPE, { newId: () => crypto.randomUUID(), fraction: Math.random })
  const variables = createVariables(api.client, compose.renew)
  const sends = createSends(api)
  return () => <ComposeView api={api} compose={compose} variables={variables} sends={sends} />
}

interface ComposeViewProps {
  readonly api: FollowApi
  readonly compose: Compose
  readonly variables: Variables
  readonly sends: Sends
}

function ComposeView({ api, compose, variables, sends }: ComposeViewProps) {
  const state = useStore(compose.store)
  const { type, types, kept, drafts } = state
  useFresh(async () => {
    await Promise.all([compose.refresh(), variables.refresh()])
  }, api.connection)
  useEffect(() => {
    // What was typed last must not wait for a timer that may never run.
    const flush = (): void => void compose.flush()
    addEventListener('visibilitychange', flush)
    return () => {
      removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [compose])
  const edited = new Set(Object.values(drafts).flatMap((draft) => (isEdited(draft) ? [draft.type] : [])))
  const open = (id: string): void => void compose.open(id).catch(tell)
  async function remove(head: CompositionHead): Promise<void> {
    try {
      const removed = await compose.removeKept(head.id)
      showToast({
        title: head.name === null ? `Draft of ${head.type} removed` : `Template ${head.name} removed`,
        action: { word: 'Undo', run: () => void compose.restoreKept(removed).catch(tell) },
      })
    } catch (error) {
      tell(error)
    }
  }
  return (
    <div className="grid min-h-0 min-w-0 grow grid-cols-[256px_minmax(0,1fr)_424px] max-narrow:grid-cols-[232px_minmax(0,1fr)_392px]">
      <TypeList
        type={type}
        types={types}
        kept={kept ?? []}
        openId={drafts[type]?.id ?? null}
        edited={edited}
        onChoose={(next) => void compose.chooseType(next)}
        onOpen={open}
        onRemove={(head) => void remove(head)}
      />
      <EditorPane state={state} compose={compose} variables={variables} sends={sends} />
      <SendPane state={state} compose={compose} sends={sends} />
    </div>
  )
}

function tell(error: unknown): void {
  const { message, remedy } = toProblem(error)
  showToast({ title: message, text: remedy, kind: 'failed' })
}
