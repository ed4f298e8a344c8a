/** What exchanges can be put in order by. */
export const ORDER_KEYS = ['time', 'took', 'size', 'status'] as const
export type OrderKey = (typeof ORDER_KEYS)[number]

/** Rows without a value (no answer yet) stand at the end of either direction, newest first. */
export interface FeedOrder {
  readonly by: OrderKey
  readonly direction: 'descending' | 'ascending'
}

/** The order of the feed, and the only one that is live. */
export const NEWEST_FIRST: FeedOrder = { by: 'time', direction: 'descending' }

/** Whether that is the order. */
export function isNewestFirst(order: FeedOrder): boolean {
  return order.by === 'time' && order.direction === 'descending'
}
