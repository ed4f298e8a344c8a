import { keyNames } from './key-names.ts'

/** Keys of a shortcut as caps: `keys` as registered, `Mod+K`, `g a`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keyNames(keys).map((name) => (
        <kbd key={name} className="kbd">
          {name}
        </kbd>
      ))}
    </span>
  )
}
