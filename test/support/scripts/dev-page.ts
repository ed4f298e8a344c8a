import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import config from '../../../electron.vite.config.ts'
import { RPC_PATH } from '../../../src/shared/contract/entrance.ts'
import { ROOT } from './build.ts'

/** The page from its sources; what it asks of the engine goes on to it, as from the engine's own page. */
export async function startPage(controlUrl: string): Promise<ViteDevServer> {
  const { renderer } = config
  const proxy = { target: controlUrl, changeOrigin: true, rewriteWsOrigin: true, ws: true }
  const server = await createServer({
    plugins: renderer?.plugins ?? [],
    worker: renderer?.worker ?? {},
    configFile: false,
    root: join(ROOT, renderer?.root ?? 'src/renderer'),
    server: { host: '127.0.0.1', proxy: { [RPC_PATH]: proxy } },
  })
  return server.listen()
}
