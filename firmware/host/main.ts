import { runProgram } from '../program.ts'
import { answerHostVerbs } from './answer.ts'
import { nftBackend } from './nft-bans.ts'
import { powerBackend } from './power.ts'

await runProgram('host', async (program) => {
  const backend = { ...(await nftBackend()), ...powerBackend() } // the others come with the appliance image
  program.verbs({
    ...answerHostVerbs(backend, program.log),
    /** Names of the verbs that this machine has: pages offer nothing else. */
    able: () => Object.keys(backend),
  })
  program.ready()
})
