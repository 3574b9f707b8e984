import { runProgram } from '../program.ts'
import { answerHostVerbs } from './answer.ts'
import { nftBackend } from './nft-bans.ts'

await runProgram('host', async (program) => {
  program.verbs(answerHostVerbs(await nftBackend(), program.log)) // the others come with the appliance image
  program.ready()
})
