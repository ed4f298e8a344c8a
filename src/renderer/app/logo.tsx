/** The scope with its pulse. */
export function Logo() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M12 2.5a9.5 9.5 0 1 0 9.5 9.5" />
      <path d="M2.8 12h4.4l2.2-4.6 3.6 9.2 2-4.6h1.6a2.6 2.6 0 1 0-2.6-2.6" />
    </svg>
  )
}
