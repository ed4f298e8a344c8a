import type { FilterProblem } from '../../../shared/domain/filter/filter.ts'

/** The filter with the wrong place marked, then what is wrong and what was expected. */
export function FilterMistake({ text, problem }: { readonly text: string; readonly problem: FilterProblem }) {
  const { position, end, message, expected } = problem
  return (
    <>
      <code className="wire block truncate">
        {text.slice(0, position)}
        <mark className="bg-transparent text-inherit underline decoration-wavy">{text.slice(position, end) || '\u00a0'}</mark>
        {text.slice(end)}
      </code>
      {message} {expected}
    </>
  )
}
