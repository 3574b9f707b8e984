import type { Environment } from '../../environment.ts'
import type { DoorName } from './door-of.ts'
import type { Doors, ShownDoor } from './doors.ts'

/** Ports as they are; closed before they were opened. */
export function shownDoors(
  doors: Doors | undefined,
  { webPort, portalPort, remotePort }: Pick<Environment, 'webPort' | 'portalPort' | 'remotePort'>,
): Readonly<Record<DoorName, ShownDoor>> {
  const shown = (door: DoorName, port: number) => doors?.shown(door) ?? { port, open: false }
  return {
    admin: shown('admin', webPort),
    portal: shown('portal', portalPort),
    remote: shown('remote', remotePort),
  }
}
