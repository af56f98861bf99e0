import { existsSync } from 'node:fs'

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where Chromium is: the environment variable `CHROMIUM`, or where systems put it. Undefined when it is nowhere. */
export function find_chromium(): string | undefined {
  return places.find((place) => place !== undefined && existsSync(place))
}

/** Software rendering, so that WebGL and WebGPU work on machines without a graphics card. */
export const software_rendering = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-dev-shm-usage',
]
