/**
 * CPU of the media thread per relayed packet and per conference member (DESIGN §9), measured in C: the load would cost
 * JavaScript more than the engine. Builds `build/media-bench` and runs it.
 */
import { spawnSync } from 'node:child_process'

const { status } = spawnSync('make', ['-s', '-f', 'hal/hal.mk', 'native-bench'], {
  cwd: new URL('../..', import.meta.url),
  stdio: 'inherit',
})
process.exitCode = status ?? 1
