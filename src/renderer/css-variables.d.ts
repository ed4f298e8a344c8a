import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Columns of a listing, as in `grid-template-columns`. */
    '--cols'?: string | undefined
    /** Height of a listing's rows. */
    '--row'?: string | undefined
  }
}
