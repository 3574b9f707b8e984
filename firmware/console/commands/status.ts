import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import type { UnitStatus } from '../../processes/unit.ts'
import { askStatus, verdict } from '../ask-status.ts'
import type { ConsoleCommand } from '../command.ts'
import { columns } from '../terminal/layout.ts'
import { duration } from '../words.ts'

export const status: ConsoleCommand = {
  name: 'status',
  usage: '',
  summary: 'what works and what does not, processes',
  needs: 'nothing',
  async run(_args, desk) {
    const { terminal, clock } = desk
    const found = await askStatus(desk)
    if (!found.ok) return terminal.line(found.error)
    const rows = found.value.processes.map((process) => row(process, clock.now()))
    const free = `${megabytes(freemem())} of ${megabytes(totalmem())} free`
    await terminal.page([
      ...verdict(found.value),
      '',
      ...columns([['process', 'state', '', 'for', 'memory', 'restarts'], ...rows]),
      '',
      `The machine has been up for ${duration(clock.uptime())}. Memory: ${free}.`,
    ])
  },
}

function row({ name, state, pid, since, restarts }: UnitStatus, now: number): string[] {
  return [
    name,
    state,
    pid === null ? '' : `pid ${pid}`,
    since ? duration(now - since) : '',
    pid === null ? '' : memoryOf(pid),
    restarts ? String(restarts) : '',
  ]
}

/** Resident memory, proc_pid_status(5). */
function memoryOf(pid: number): string {
  try {
    const [, kilobytes] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes ? megabytes(Number(kilobytes) * 1024) : ''
  } catch {
    return '' // it has ended meanwhile
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`
}
