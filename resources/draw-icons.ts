import { chromium } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '../test/support/find-browser.ts'

// `node resources/draw-icons.ts`: makes icons/ and icon.ico from icon.svg. Their files are kept, so that packaging needs no browser.

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256]
const folder = import.meta.dirname
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8')
const executablePath = findBrowser()
const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath !== null && { executablePath }) })
const page = await browser.newPage()
mkdirSync(join(folder, 'icons'), { recursive: true })
const images = new Map<number, Buffer>()
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>* { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`)
  const png = await page.screenshot({ omitBackground: true })
  images.set(size, png)
  writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png)
}
await browser.close()
writeFileSync(join(folder, 'icon.ico'), ico(ICO_SIZES.map((size) => [size, images.get(size) ?? Buffer.alloc(0)])))

/** An icon file of Windows holding PNGs: a header, an entry of 16 bytes each, the images. */
function ico(entries: readonly (readonly [size: number, png: Buffer])[]): Buffer {
  const header = Buffer.from([0, 0, 1, 0, entries.length, 0])
  let offset = header.length + entries.length * 16
  const directory = entries.map(([size, png]) => {
    const entry = Buffer.alloc(16)
    // 256 is written as 0.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...directory, ...entries.map(([, png]) => png)])
}
