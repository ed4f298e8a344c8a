import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { Tooltip } from '../components/tooltip.tsx'
import type { Navigation } from './navigation.ts'
import { formatRoute, route } from './route.ts'
import type { Screen } from './screen.ts'
import { chooseTheme, nextTheme, theme, type ThemeChoice } from './theme.ts'

const THEMES: Readonly<Record<ThemeChoice, { readonly icon: LucideIcon; readonly word: string }>> = {
  system: { icon: Monitor, word: 'System' },
  light: { icon: Sun, word: 'Light' },
  dark: { icon: Moon, word: 'Dark' },
}

interface RailProps {
  readonly screens: readonly Screen[]
  readonly navigation: Navigation
}

/** The way between screens. A screen's link leads to where one was on it; on the screen itself, to its start. */
export function Rail({ screens, navigation }: RailProps) {
  const { route: here, latest } = useStore(navigation.store)
  const inRail = screens.filter(({ within }) => within === undefined)
  const shown = screens.find(({ name }) => name === here.screen)
  const { choice } = useStore(theme)
  const { icon: ThemeIcon, word } = THEMES[choice]
  return (
    <nav className="rail" aria-label="Screens">
      {inRail.map(({ name, title, icon: Icon, letter }) => {
        const isHere = name === (shown?.within ?? here.screen)
        const target = (name === here.screen ? undefined : latest[name]) ?? route(name)
        return (
          <Tooltip key={name} text={title} keys={`g ${letter}`} side="right">
            <a className="rail-item" href={formatRoute(target)} aria-current={isHere ? 'page' : undefined}>
              <Icon size={18} strokeWidth={1.6} aria-hidden />
              {title}
            </a>
          </Tooltip>
        )
      })}
      <Tooltip text={`Theme: ${word.toLowerCase()}. Press for ${nextTheme(choice)}.`} side="right">
        <button
          type="button"
          className="rail-item mt-auto"
          aria-label={`Theme: ${word.toLowerCase()}`}
          onClick={() => chooseTheme(nextTheme(choice))}
        >
          <ThemeIcon size={18} strokeWidth={1.6} aria-hidden />
          {word}
        </button>
      </Tooltip>
    </nav>
  )
}
