import { runProgram } from '../program.ts'
import { openExchange } from './exchange.ts'
import { exchangeVerbs } from './verbs.ts'

await runProgram('exchange', async (program) => {
  const exchange = openExchange(program)
  program.onStop(() => exchange.stop())
  program.verbs(exchangeVerbs(exchange))
  await exchange.start()
  program.ready()
})
