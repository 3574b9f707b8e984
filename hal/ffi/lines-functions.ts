import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import koffi from 'koffi'
import { HAL_ABI, simStructs, structs } from './lines-structs.ts'

/** Where `make` leaves the library. */
export const builtLines = resolve(import.meta.dirname, '../../build/libhal.so')

export type LinesFunctions = ReturnType<typeof loadLines>
export type SimFunctions = NonNullable<LinesFunctions['sim']>

/** Loads libhal and compares versions and structure sizes first, so that nothing is called with another layout. */
export function loadLines(path: string) {
  if (!existsSync(path)) {
    throw new Error(
      `The line library ${path} is missing. Run 'make' in the repository to build it.`,
    )
  }
  const library = koffi.load(path)
  checkAbi(
    path,
    library.func('hal_abi', 'uint32_t', [])(),
    library.func('hal_abi_size', 'uint32_t', ['uint32_t']),
  )
  return { ...halFunctions(library), sim: simFunctions(library) }
}

type Library = ReturnType<typeof koffi.load>

const hal = koffi.opaque()
const one = koffi.pointer(hal)
const line = 'uint32_t'

function halFunctions(library: Library) {
  return {
    open: library.func('hal_open', 'int', [
      pointer('options'),
      koffi.pointer('uint8_t'),
      koffi.out(koffi.pointer(hal, 2)),
    ]),
    close: library.func('hal_close', 'void', [one]),
    step: library.func('hal_step', 'int', [one, 'uint32_t']),
    count: library.func('hal_line_count', 'int', [one]),
    info: library.func('hal_line_info', 'int', [one, line, koffi.out(pointer('line_info'))]),
    set: library.func('hal_line_set', 'int', [one, line, pointer('line_settings')]),
    hook: library.func('hal_hook', 'int', [one, line, 'int']),
    ring: library.func('hal_ring', 'int', [one, line, pointer('cadence')]),
    caller: library.func('hal_caller', 'int', [one, line, 'str', 'str']),
    openLoop: library.func('hal_open_loop', 'int', [one, line, 'uint32_t']),
    serve: library.func('hal_serve', 'int', [one, line, 'uint8_t', 'uint8_t']),
    emergency: library.func('hal_emergency', 'int', [one, pointer('emergency')]),
    eventFd: library.func('hal_event_fd', 'int', [one]),
    state: library.func('hal_line_state', 'int', [one, line, koffi.out(pointer('line_state'))]),
  }
}

/** undefined: this library was built without the simulated card. */
function simFunctions(library: Library) {
  try {
    return {
      lift: library.func('sim_lift', 'int', [one, line]),
      hangUp: library.func('sim_hang_up', 'int', [one, line]),
      flash: library.func('sim_flash', 'int', [one, line, 'uint32_t']),
      dial: library.func('sim_dial', 'int', [one, line, 'str', 'int', 'uint32_t', 'uint32_t']),
      say: library.func('sim_say', 'int', [one, line, sim('saying')]),
      hear: library.func('sim_hear', 'int', [one, line, koffi.out(sim('hearing'))]),
      record: library.func('sim_record', 'int', [one, line, 'str']),
      ring: library.func('sim_co_ring', 'int', [one, line, 'str', 'str']),
      end: library.func('sim_co_end', 'int', [one, line]),
      office: library.func('sim_co_state', 'int', [one, line, koffi.out(sim('state'))]),
      rule: library.func('sim_co_rule', 'int', [one, line, sim('rule')]),
      set: library.func('sim_co_set', 'int', [one, line, sim('settings')]),
      fault: library.func('sim_fault', 'int', [one, line, 'int']),
    }
  } catch {
    return undefined // koffi throws when a symbol is not there
  }
}

function pointer(name: keyof typeof structs) {
  return koffi.pointer(structs[name])
}

function sim(name: keyof typeof simStructs) {
  return koffi.pointer(simStructs[name])
}

function checkAbi(path: string, abi: number, sizeOf: (which: number) => number): void {
  if (abi !== HAL_ABI) {
    throw new Error(`${path} has line ABI ${abi}, this program ${HAL_ABI}. Run 'make' again.`)
  }
  Object.entries(structs).forEach(([name, type], which) => {
    if (sizeOf(which) !== koffi.sizeof(type)) {
      throw new Error(
        `${path}: struct hal_${name} has ${sizeOf(which)} bytes, not ${koffi.sizeof(type)}.`,
      )
    }
  })
}
