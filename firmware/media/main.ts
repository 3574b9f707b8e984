import { join } from 'node:path'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaLibrary, MediaOptions } from '../../hal/ffi/media-library.ts'
import { MediaError } from '../../hal/ffi/media-library.ts'
import type { Environment } from '../environment.ts'
import { ContextTable } from '../gateway/context-table.ts'
import { GatewayHost } from '../gateway/host.ts'
import { runProgram } from '../program.ts'
import { SetupError } from '../setup-error.ts'

const MOST_TERMINATIONS = 6000 // 2,400 two-way calls (DESIGN §9), and room for those that ring
const EXPEDITED_FORWARDING = 46 // DSCP, RFC 3246; VOIP-8
const RTP_LOST_MS = 20_000

await runProgram('media', async (program) => {
  const { environment, clock, log } = program
  let library: MediaLibrary | undefined
  const host = new GatewayHost({
    clock,
    log,
    kind: 'media',
    path: join(environment.run, 'media-gateway.sock'),
    open: (report) =>
      new ContextTable({
        clock,
        report,
        lineAudio: join(environment.run, 'line-audio'),
        open: (onEvent) => {
          library = open(mediaOptions(environment), onEvent)
          return library
        },
      }),
  })
  program.onStop(() => host.stop())
  program.verbs({ totals: () => ({ gateway: host.totals, media: library?.totals() }) })
  await host.start()
  program.ready()
})

function mediaOptions({ rtpPorts }: Environment): MediaOptions {
  return {
    maxTerminations: MOST_TERMINATIONS,
    ports: rtpPorts,
    dscp: EXPEDITED_FORWARDING,
    rtpLostMs: RTP_LOST_MS,
  }
}

/** A library that is missing or of another version is for a person to mend: starting again would not help. */
function open(...[options, onEvent]: Parameters<typeof openMedia>): MediaLibrary {
  try {
    return openMedia(options, onEvent)
  } catch (error) {
    if (!(error instanceof Error) || error instanceof MediaError) throw error
    throw new SetupError(error.message, "Run 'make' and start again.", { cause: error })
  }
}
