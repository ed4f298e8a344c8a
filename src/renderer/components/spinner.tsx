/** Something small is under way; the verb beside it says what. */
export function Spinner() {
  return (
    <svg className="spinner" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="5.5" />
      <path d="M7 1.5A5.5 5.5 0 0 1 12.5 7" />
    </svg>
  )
}
