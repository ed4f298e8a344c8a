import './styles/app.css'
import { createClient } from './api/client.ts'
import { browserAddress, createNavigation } from './app/navigation.ts'
import { startTheme } from './app/theme.ts'
import { createActivity } from './features/activity/activity-store.ts'
import { readQuery } from './features/activity/feed-query.ts'

/*
 * What the first rows need and no more: the engine looks for them while the browser still reads the code that draws them.
 */

startTheme()
// First: it takes the entry code out of the address that the navigation reads.
const api = createClient(window)
const navigation = createNavigation(browserAddress())
const activity = createActivity(api)
const { screen, query } = navigation.store.getState().route
if (screen === 'activity') void activity.setQuery(readQuery(query))

const root = document.getElementById('root')
if (root) void import('./page.tsx').then(({ openPage }) => openPage(root, { api, navigation, activity }))
