import { readJsonFile, writeJsonFile } from './json-file.ts'

/** What the desktop remembers of its person's choices, beside what each workspace holds. */
export interface Settings {
  /** Folder of the workspace that was open last; null: the default one. */
  readonly workspace: string | null
  /** Folders that were open, the latest first. */
  readonly recent: readonly string[]
  /** Whether failed deliveries and invalid signatures are notified. */
  readonly notifies: boolean
}

const MAX_RECENT = 8

export interface SettingsFile {
  readonly get: () => Settings
  readonly set: (change: Partial<Settings>) => void
}

/** `onForgetful`: a choice holds, but only until the end. */
export function openSettings(file: string, onForgetful: () => void): SettingsFile {
  const stored = readJsonFile(file)
  let settings: Settings = {
    workspace: typeof stored['workspace'] === 'string' ? stored['workspace'] : null,
    recent: Array.isArray(stored['recent']) ? stored['recent'].filter((each) => typeof each === 'string') : [],
    notifies: stored['notifies'] === true,
  }
  return {
    get: () => settings,
    set: (change) => {
      settings = { ...settings, ...change }
      if (!writeJsonFile(file, settings)) onForgetful()
    },
  }
}

/** The folders with this one first. */
export function withRecent(recent: readonly string[], directory: string): readonly string[] {
  return [directory, ...recent.filter((each) => each !== directory)].slice(0, MAX_RECENT)
}
