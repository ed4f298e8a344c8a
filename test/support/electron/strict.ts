/** Makes what is not simulated loud: reading it throws, so that no spec passes on something that is not there. */
export function strict<T extends object>(name: string, target: T): T {
  // Getters, setters and methods get the target itself: private fields are not the proxy's.
  return new Proxy(target, {
    get(object, key) {
      // Promises, JSON and inspection look for these on anything.
      if (!(key in object) && typeof key === 'string' && key !== 'then' && key !== 'toJSON') {
        throw new Error(`The stand-in does not simulate electron's ${name}.${key}`)
      }
      const value: unknown = Reflect.get(object, key, object)
      return typeof value === 'function' ? (value.bind(object) as unknown) : value
    },
    set: (object, key, value) => Reflect.set(object, key, value, object),
  })
}
