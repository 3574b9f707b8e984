import { runProgram } from '../program.ts'
import { writeBrokerConfig } from './broker-config.ts'
import { supervise } from './supervise.ts'
import { processTable } from './table.ts'

await runProgram('supervisor', (program) => {
  const { environment, clock } = program
  const brokerConfig = writeBrokerConfig(environment.run)
  supervise(program, processTable(environment, brokerConfig, clock))
})
