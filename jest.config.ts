/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'

/** Folders of specs that do not depend on the backend. They, and files named `*.once.spec.ts`, run with the cpu backend only. */
const run_once = ['package', 'types', 'common', 'formats']

const backend = process.env.KERAS_TFJS_BACKEND ?? 'cpu'

/** Specs of the native backend alone, which has to be set up for them. */
const native_only = backend === 'native' ? [] : ['<rootDir>/spec/native/']

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: [
    ...native_only,
    ...(backend === 'cpu' ? [] : [`<rootDir>/spec/(${run_once.join('|')})/`, '\\.once\\.spec\\.ts$']),
  ],
  maxWorkers: 2,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: '<rootDir>/scripts/gradient_bundle.ts',
  setupFiles: ['<rootDir>/spec/setup.ts'],
  setupFilesAfterEnv: ['<rootDir>/spec/backend.ts'],
  moduleNameMapper: {
    '^@tensorflow/tfjs-core/dist/gradients/\\w+_grad$': '<rootDir>/node_modules/.cache/keras-tfjs/gradients.cjs',
  },
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      {
        tsconfig: {
          module: 'CommonJS',
          moduleResolution: 'node10',
          ignoreDeprecations: '6.0',
          isolatedModules: true,
          esModuleInterop: true,
          target: 'ES2022',
          types: ['node', 'jest'],
        },
        diagnostics: false,
      },
    ],
  },
}

export default config
