import { jsonFixes } from './json-fixes.ts'
import { monaco } from './monaco.ts'

let areOffered = false

/** Offers to mend what the schema says of a value (Ctrl+.), in all editors of JSON from now on. */
export function offerQuickFixes(): void {
  if (areOffered) return
  areOffered = true
  monaco.languages.registerCodeActionProvider(
    'json',
    {
      provideCodeActions: (model, _range, { markers }) => ({
        actions: markers.flatMap((marker) =>
          jsonFixes(marker.message, model.getValueInRange(marker)).map(({ title, text }, index) => ({
            title,
            kind: 'quickfix',
            diagnostics: [marker],
            isPreferred: index === 0,
            edit: { edits: [{ resource: model.uri, versionId: model.getVersionId(), textEdit: { range: marker, text } }] },
          })),
        ),
        dispose: () => {},
      }),
    },
    { providedCodeActionKinds: ['quickfix'] },
  )
}
