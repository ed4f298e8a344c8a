import { ArrowDownUp, Download, Upload } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import { showToast } from '../../app/toasts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { ExportDialog } from './export-dialog.tsx'
import type { ExportSubject } from './export-store.ts'
import { ChooseDialog, ImportDialog } from './import-dialog.tsx'

/** Which of the two dialogs is open. */
export type TransferState =
  | { readonly open: 'nothing' }
  | { readonly open: 'export'; readonly subject: ExportSubject }
  /** The first is taken in now, the others after it; none: they are still to be chosen. */
  | { readonly open: 'import'; readonly files: readonly File[] }

export type TransferStore = StoreApi<TransferState>

const NOTHING: TransferState = { open: 'nothing' }

/** No dialog, until somebody asks for one. */
export function createTransfer(): TransferStore {
  return createStore<TransferState>()(() => NOTHING)
}

/** What is shown there: the exchange that is open, and all that match. */
function subjectOf({ screen, id, query }: Route): ExportSubject {
  if (screen !== 'activity') return { id: null, filter: '' }
  return { id: id !== null && /^(?:capture|attempt)_/.test(id) ? id : null, filter: query['filter'] ?? '' }
}

/** Asks how to export what is shown. */
export function openExport(transfer: TransferStore, navigation: Navigation): void {
  transfer.setState({ open: 'export', subject: subjectOf(navigation.store.getState().route) }, true)
}

/** Asks for the file to import. Browsers show their own dialog only upon a click or a key, and that may be over by now. */
export function openImport(transfer: TransferStore): void {
  transfer.setState({ open: 'import', files: [] }, true)
}

/** The button that leads to both. */
export function TransferMenu({ transfer, navigation }: { readonly transfer: TransferStore; readonly navigation: Navigation }) {
  return (
    <Menu
      trigger={<IconButton icon={ArrowDownUp} name="Export and import" size="large" />}
      entries={[
        { label: 'Export …', icon: Download, run: () => openExport(transfer, navigation) },
        { label: 'Import …', icon: Upload, run: () => chooseFiles((files) => transfer.setState({ open: 'import', files }, true)) },
      ]}
    />
  )
}

interface TransferDialogsProps {
  readonly client: Client
  readonly transfer: TransferStore
  readonly navigation: Navigation
}

/** The open dialog, if any; also takes files that are dropped anywhere on the page. */
export function TransferDialogs({ client, transfer, navigation }: TransferDialogsProps) {
  useEffect(() => takeDroppedFiles(transfer), [transfer])
  useWishes(transfer, navigation)
  const state = useStore(transfer)
  const close = (): void => transfer.setState(NOTHING, true)
  if (state.open === 'export') return <ExportDialog client={client} subject={state.subject} onClose={close} />
  if (state.open === 'nothing') return null
  const take = (files: readonly File[]): void => transfer.setState({ open: 'import', files }, true)
  const [file, ...rest] = state.files
  if (file === undefined) return <ChooseDialog onChoose={() => chooseFiles(take)} onClose={close} />
  return <ImportDialog client={client} file={file} next={rest[0] ?? null} onNext={() => take(rest)} onClose={close} />
}

/** The menu of the window asks with `?transfer=…` in the address; the dialog then opens over where one was. */
function useWishes(transfer: TransferStore, navigation: Navigation): void {
  const { route: here, canGoBack } = useStore(navigation.store)
  const wish = useRef<string>(undefined)
  useEffect(() => {
    const { transfer: asked } = here.query
    if (asked !== undefined) {
      wish.current = asked
      if (canGoBack) navigation.back()
      else navigation.replace(route(here.screen, here.id))
      return
    }
    const wanted = wish.current
    wish.current = undefined
    if (wanted === 'export') transfer.setState({ open: 'export', subject: subjectOf(here) }, true)
    if (wanted === 'import') openImport(transfer)
  }, [here, canGoBack, transfer, navigation])
}

function takeDroppedFiles(transfer: TransferStore): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }
  const drop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    // Else the browser would leave the page for the file.
    event.preventDefault()
    // What runs is not thrown over.
    if (transfer.getState().open === 'nothing') transfer.setState({ open: 'import', files }, true)
    else showToast({ title: 'Nothing was imported', text: 'Close the dialog that is open, then drop it again.', kind: 'failed' })
  }
  window.addEventListener('dragover', over)
  window.addEventListener('drop', drop)
  return () => {
    window.removeEventListener('dragover', over)
    window.removeEventListener('drop', drop)
  }
}

function chooseFiles(take: (files: readonly File[]) => void): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, accept: '.ndjson,.jsonl,.har,.json' })
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])]
    if (files.length > 0) take(files)
  })
  input.click()
}
