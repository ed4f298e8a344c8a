/** An empty cell: a faint dash, with a word for those who hear it. */
export function Dash({ word = 'none' }: { readonly word?: string | undefined }) {
  return (
    <>
      <span className="dash" aria-hidden="true">
        –
      </span>
      <span className="sr-only">{word}</span>
    </>
  )
}
