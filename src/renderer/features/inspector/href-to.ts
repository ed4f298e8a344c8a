/** The address of another exchange or of a delivery, keeping filter and tab. */
export type HrefTo = (id: string) => string
