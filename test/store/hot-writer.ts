import { openHot } from '../../firmware/store/hot.ts'

/** Writes until it is killed; tells each number after its transaction. */
const hot = openHot({ run: String(process.argv[2]) })
for (let number = 1; ; number++) {
  hot.transaction(() => {
    hot.put('left', number)
    hot.put(`body/${number % 50}`, { number: number % 50, text: 'x'.repeat(3000) })
    hot.put('right', number)
  })
  if (number % 5 === 0) {
    process.send?.(number)
    await new Promise((resolve) => setImmediate(resolve)) // does not wait for the parent: it kills anywhere
  }
}
