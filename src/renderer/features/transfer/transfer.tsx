import { ArrowDownUp, Download, Upload } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { ExportDialog } from './export-dialog.tsx'
import type { ExportSubject } from './export-store.ts'
import { ImportDialog } from './import-dialog.tsx'

/** Which of the two dialogs is open. */
export type TransferState =
  | { readonly open: 'nothing' }
  | { readonly open: 'export'; readonly subject: ExportSubject }
  | { readonly open: 'import'; readonly file: File }

export type TransferStore = StoreApi<TransferState>

const NOTHING: TransferState = { open: 'nothing' }

/** No dialog, until somebody asks for one. */
export function createTransfer(): TransferStore {
  return createStore<TransferState>()(() => NOTHING)
}

/** The button that leads to both. */
export function TransferMenu({ transfer, subject }: { readonly transfer: TransferStore; readonly subject: ExportSubject }) {
  return (
    <Menu
      trigger={<IconButton icon={ArrowDownUp} name="Export and import" size="large" />}
      entries={[
        { label: 'Export …', icon: Download, run: () => transfer.setState({ open: 'export', subject }, true) },
        { label: 'Import …', icon: Upload, run: () => chooseFile((file) => transfer.setState({ open: 'import', file }, true)) },
      ]}
    />
  )
}

/** The open dialog, if any; also takes files that are dropped anywhere on the page. */
export function TransferDialogs({ client, transfer }: { readonly client: Client; readonly transfer: TransferStore }) {
  useEffect(() => takeDroppedFiles(transfer), [transfer])
  const state = useStore(transfer)
  const close = (): void => transfer.setState(NOTHING, true)
  if (state.open === 'export') return <ExportDialog client={client} subject={state.subject} onClose={close} />
  if (state.open === 'import') return <ImportDialog client={client} file={state.file} onClose={close} />
  return null
}

function takeDroppedFiles(transfer: TransferStore): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0]
    if (!file) return
    // Else the browser would leave the page for the file.
    event.preventDefault()
    // What runs is not thrown over.
    if (transfer.getState().open === 'nothing') transfer.setState({ open: 'import', file }, true)
  }
  window.addEventListener('dragover', over)
  window.addEventListener('drop', drop)
  return () => {
    window.removeEventListener('dragover', over)
    window.removeEventListener('drop', drop)
  }
}

function chooseFile(take: (file: File) => void): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.ndjson,.jsonl,.har,.json' })
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) take(file)
  })
  input.click()
}
