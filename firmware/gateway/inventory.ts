import type { RtpStats } from '../../hal/ffi/media-library.ts'
import type { Inventory, Quality, Stream } from './contract.ts'
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
    ...(stream ? { stream: withoutSecrets(stream) } : {}),
    ...(asked.op === 'add-line' ? { line: asked.line } : {}),
    attachments: [...attachments].filter(([, { ended }]) => !ended).map(([id]) => id),
  }
}

/** Nobody needs the keys of a call to know that it is there. */
function withoutSecrets({ transport, ...stream }: Stream): Stream {
  return stream
}

/** What the controller is told of a termination's packets. */
export function qualityOf(stats: RtpStats): Quality {
  const { roundTripMs, remoteLostPermille, remote, suite } = stats
  const { mosListening, mosConversational, remoteMos } = stats
  return {
    packetsReceived: stats.packetsReceived,
    packetsSent: stats.packetsSent,
    lost: stats.lost,
    late: stats.late,
    jitterMs: stats.jitterMs,
    ...(stats.droppedSecure === 0 ? {} : { refused: stats.droppedSecure }),
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
    ...(remoteLostPermille === undefined ? {} : { remoteLostPermille }),
    ...(mosListening === undefined ? {} : { mosListening }),
    ...(mosConversational === undefined ? {} : { mosConversational }),
    ...(remoteMos === undefined ? {} : { remoteMos }),
    ...(suite ? { suite } : {}),
    ...(remote ? { remote } : {}),
  }
}
