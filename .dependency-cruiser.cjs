const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** The rooms of `lib/` in their order, as the table in docs/architecture.md states them: one list of rooms a row. */
const rows = readFileSync(join(__dirname, 'docs/architecture.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| `\w+\/`/.test(line))
  .map((line) => [...line.split('|')[1].matchAll(/`(\w+)\/`/g)].map((match) => match[1]))

if (rows.length < 10) throw new Error(`docs/architecture.md has no table of rooms. Received: ${JSON.stringify(rows)}`)

const folder = (rooms) => `^lib/(${rooms.join('|')})/`

const order = rows.slice(0, -1).map((rooms, i) => ({
  name: `order-of-rooms-${rooms[0]}`,
  comment: 'A room imports only from rooms above it in docs/architecture.md.',
  severity: 'error',
  from: { path: folder(rooms) },
  to: { path: folder(rows.slice(i + 1).flat()) },
}))

const backend_packages = 'node_modules/@tensorflow/tfjs-(backend-|node)'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...order,
    {
      name: 'only-rooms',
      comment: 'Every file of lib/ stands in a room that docs/architecture.md names.',
      severity: 'error',
      from: {},
      to: { path: '^lib/', pathNot: folder(rows.flat()) },
    },
    {
      name: 'no-cycles',
      comment: 'Files do not import each other in a circle. A circle of types alone does no harm.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'layers-use-ops',
      comment: 'Layers import ops, never TensorFlow.js values: types only.',
      severity: 'error',
      from: { path: '^lib/layers/' },
      to: { path: 'node_modules/@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'backends-in-one-room',
      comment: 'lib/backend/ alone knows the packages of the backends.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/backend/' },
      to: { path: backend_packages },
    },
    {
      name: 'backends-on-demand',
      comment: 'The packages of the backends are imported by import(), so that nobody loads one unasked.',
      severity: 'error',
      from: { path: '^lib/backend/' },
      to: { path: backend_packages, dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'insides-of-tfjs-core',
      comment: 'lib/backend/ alone reaches into the folder of tfjs-core.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/backend/' },
      to: { path: 'node_modules/@tensorflow/tfjs-core/dist/', pathNot: '/dist/index\\.(js|d\\.ts)$' },
    },
    {
      name: 'only-shipped-packages',
      comment: 'lib/ imports only what package.json gives to users.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
