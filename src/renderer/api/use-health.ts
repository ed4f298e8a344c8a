import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { HealthFeed, HealthState } from './health-feed.ts'

/** What the feed knows; followed while the component is there. */
export function useHealth(feed: HealthFeed): HealthState {
  useEffect(() => feed.follow(), [feed])
  return useStore(feed.store)
}
