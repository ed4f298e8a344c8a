import type { Route } from './route.ts'

/** The tab that an address opens, of those there are; the first one when it names none. */
export function tabOf<Tab extends string>({ query }: Route, tabs: readonly [Tab, ...Tab[]]): Tab {
  return tabs.find((tab) => tab === query['tab']) ?? tabs[0]
}

/** The same address with another tab; the first one needs no word. */
export function withTab<Tab extends string>(here: Route, tab: Tab, tabs: readonly [Tab, ...Tab[]]): Route {
  const { tab: _, ...rest } = here.query
  return { ...here, query: tab === tabs[0] ? rest : { ...rest, tab } }
}
