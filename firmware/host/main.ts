import { runProgram } from '../program.ts'
import { answerHostVerbs } from './answer.ts'

await runProgram('host', (program) => {
  program.verbs(answerHostVerbs({}, program.log)) // no backend: the appliance image brings its own
  program.ready()
})
