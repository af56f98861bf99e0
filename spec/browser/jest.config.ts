/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import common from '../../jest.config'

/** The tests in Chromium: files named `*.browser.ts`, which the other runs leave out. `npm run test:browser` runs them. */
const config: Config = {
  rootDir: '../..',
  testEnvironment: 'node',
  roots: ['<rootDir>/spec/browser'],
  globalSetup: '<rootDir>/spec/browser/setup.ts',
  testMatch: ['**/*.browser.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
  cacheDirectory: common.cacheDirectory!,
  transform: common.transform!,
}

export default config
