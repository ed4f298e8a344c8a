import type { Offered } from './use-completions.ts'

/** The list under the filter; its field has the focus all the time. */
export function FilterOffers({ id, offered }: { readonly id: string; readonly offered: Offered }) {
  return (
    <div id={id} role="listbox" aria-label="Completions" className="popup options absolute top-full left-0 z-10 mt-1 min-w-72">
      {offered.options.map(({ text, hint }, index) => (
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === offered.active}
          className="option"
          {...(index === offered.active && { 'data-highlighted': '' })}
          // The field must not lose the focus to a click.
          onMouseDown={(event) => {
            event.preventDefault()
            offered.take(index)
          }}
        >
          <span className="option-word wire">{text}</span>
          {hint !== '' && <span className="option-note">{hint}</span>}
        </div>
      ))}
    </div>
  )
}
