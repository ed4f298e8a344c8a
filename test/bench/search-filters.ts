/** What is searched for, by what it costs. */
export const FILTERS = {
  column: [
    'type:lead.created',
    'type:deal.*',
    'sig:invalid',
    'status:>=500',
    'dir:out state:failed',
    'endpoint:Consumer',
    'is:pinned',
    'method:POST took:>1ms',
  ],
  words: [
    'pricing',
    'procurement',
    '"renewal of the contract"',
    'lead created',
    'munchen',
    'warehou*',
    'discount approved -sig:valid',
    'nothinglikethis',
    'friday (quote OR invoice)',
  ],
  other: [
    'body.data.email:*@example.com',
    'body.data.score:>90',
    'contains:nothing-like-this',
    'header.user-agent:crm*',
    'contains:ünchen',
    'path:/nowhere/*',
    'is:duplicate',
    'NOT body.eventType:*',
  ],
} as const

/** First rows of a filter that has to look at every exchange come in slices. */
export const SLICE_MS = 60
export const PAGE = 100
