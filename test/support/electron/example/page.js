// Called by the spec: sends a value through the preload, the main process and the utility process, and back.
globalThis.echo = (value) =>
  new Promise((resolve) => {
    addEventListener('message', ({ data, source, ports: [port] }) => {
      if (source !== window || data !== 'port') return
      port.onmessage = (answer) => resolve(answer.data)
      port.postMessage(value)
    })
    globalThis.example.connect()
  })
