/** An address to listen on. */
export interface Address {
  readonly host: string
  readonly port: number
  /** Asked for by its flag, so no other port will do. */
  readonly isPortFixed: boolean
}

export const LOOPBACK = '127.0.0.1'
/** The receiver's port unless a flag says otherwise. */
export const RECEIVER_PORT = 5880
/** The page's port unless a flag says otherwise. */
export const CONTROL_PORT = 5881
/** Any free port of this machine alone. */
export const ANY_PORT: Address = { host: LOOPBACK, port: 0, isPortFixed: true }
