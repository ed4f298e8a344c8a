const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('example', {
  platform: process.platform,
  add: (a, b) => ipcRenderer.invoke('add', a, b),
  fail: () => ipcRenderer.invoke('fail'),
  connect: () => ipcRenderer.send('connect'),
  each: (items, listener) => items.forEach((item) => listener(item)),
})
ipcRenderer.on('port', (event) => window.postMessage('port', '*', [...event.ports]))
