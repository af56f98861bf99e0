import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { RuntimeError } from '../common/errors'
import { first_that_runs, run } from './commands'

interface Wheel {
  name: string
  platform: string
  sha256: string
}

const version = '2.13.1'
const headers = 'node-api-headers@1.5.0'

/** The Python packages whose archives hold the library and its C headers. */
const wheels: Record<string, Wheel> = {
  'linux-x64': {
    name: 'tensorflow-cpu',
    platform: 'manylinux2014_x86_64',
    sha256: '87be6e61314b2c0fa062f71e26e41d6a17e162ffe4da72c820fe8f1fc94d97fe',
  },
  'linux-arm64': {
    name: 'tensorflow-cpu-aws',
    platform: 'manylinux2014_aarch64',
    sha256: '583d982a420df1b9735392a38125785da1dd89e6cd2b3524a831279aad890ff0',
  },
}

/** Takes the two shared libraries and the C headers out of the archive, a file at a time. */
const unpack = `
import glob, os, re, shutil, sys, zipfile
source, target = sys.argv[1:]
wanted = re.compile(r'tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2|include/tensorflow/(?:c|core/platform|tsl/c|tsl/platform)/.*\\.h)$')
with zipfile.ZipFile(glob.glob(os.path.join(source, '*.whl'))[0]) as archive:
    for name in archive.namelist():
        found = wanted.match(name)
        if not found:
            continue
        path = found.group(1)
        path = os.path.join(target, 'lib/' + path if path.startswith('lib') else path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as packed, open(path, 'wb') as unpacked:
            shutil.copyfileobj(packed, unpacked, 1 << 22)
`

/** The folder that keeps downloads between set-ups. */
export function cache_folder(): string {
  const { KERAS_TFJS_CACHE, XDG_CACHE_HOME } = process.env
  return KERAS_TFJS_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'keras-tfjs')
}

function download(wheel: Wheel, folder: string): void {
  const python = first_that_runs(
    ['python3', 'python'],
    ['-m', 'pip', '--version'],
    'Python with pip is needed, to download the TensorFlow library. Install it with the package manager of your system.',
  )
  const requirements = join(folder, 'requirements.txt')
  writeFileSync(requirements, `${wheel.name}==${version} --hash=sha256:${wheel.sha256}\n`)
  const exactly = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--no-cache-dir', '--disable-pip-version-check', '-q']
  const target = ['--implementation', 'cp', '--python-version', '311', '--abi', 'cp311', '--platform', wheel.platform]
  run('The download of TensorFlow', python, ['-m', 'pip', 'download', ...exactly, ...target, '-d', folder, '-r', requirements])
  run('Unpacking TensorFlow', python, ['-c', unpack, folder, join(folder, 'unpacked')])
}

function download_headers(folder: string): void {
  run("The download of Node's headers", 'npm', ['pack', '--silent', headers], { cwd: folder })
  run("Unpacking Node's headers", 'tar', ['xzf', `${headers.replace('@', '-')}.tgz`], { cwd: folder })
  renameSync(join(folder, 'package/include'), join(folder, 'unpacked/node'))
}

/**
 * The folder with TensorFlow's shared libraries (`lib`), its C headers (`include`) and Node's (`node`). The first call downloads them by the
 * names of their packages; later ones find them in the cache.
 */
export function tensorflow_library(say: (line: string) => void): string {
  const wheel = wheels[`${process.platform}-${process.arch}`]
  if (wheel === undefined) {
    throw new RuntimeError(
      `The addon can be built on Linux (x64, arm64) only. Received: platform='${process.platform}', arch='${process.arch}'`,
    )
  }
  const cache = cache_folder()
  const folder = join(cache, `${wheel.name}-${version}`)
  if (existsSync(folder)) {
    say(`TensorFlow ${version} is in the cache: ${folder}`)
    return folder
  }
  say(`Downloading TensorFlow ${version} (about 190 MB, 540 MB unpacked) to ${folder}`)
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'unfinished-'))
  try {
    download(wheel, work)
    download_headers(work)
    if (!existsSync(folder)) renameSync(join(work, 'unpacked'), folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return folder
}
