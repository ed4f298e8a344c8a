process.parentPort.on('message', ({ ports: [port] }) => {
  port.on('message', ({ data }) => port.postMessage({ ...data, pid: process.pid }))
  port.start()
})
