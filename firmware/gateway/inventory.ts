import type { RtpStats } from '../../hal/ffi/media-library.ts'
import type { Inventory, Quality } from './contract.ts'
import type { Context, Termination } from './media-holding.ts'

/** A context as an inventory shows it. */
export function inventoryOf(context: Context): Inventory['contexts'][number] {
  const terminations = [...context.terminations]
  return {
    context: context.asked.context,
    orphan: context.asked.orphan,
    terminations: terminations.map(terminationOf),
    topology: terminations.flatMap((to) =>
      [...to.hears].map(([from, hears]) => ({
        from: from.asked.termination,
        to: to.asked.termination,
        hears,
      })),
    ),
  }
}

function terminationOf({ asked, added, stream, attachments }: Termination) {
  return {
    termination: asked.termination,
    ...(added ? { localAddress: added.localAddress, port: added.port } : {}),
    ...(stream ? { stream } : {}),
    ...(asked.op === 'add-line' ? { line: asked.line } : {}),
    attachments: [...attachments].filter(([, { ended }]) => !ended).map(([id]) => id),
  }
}

/** What the controller is told of a termination's packets. */
export function qualityOf(stats: RtpStats): Quality {
  const { roundTripMs, remoteLostPermille, remote } = stats
  return {
    packetsReceived: stats.packetsReceived,
    packetsSent: stats.packetsSent,
    lost: stats.lost,
    late: stats.late,
    jitterMs: stats.jitterMs,
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
    ...(remoteLostPermille === undefined ? {} : { remoteLostPermille }),
    ...(remote ? { remote } : {}),
  }
}
