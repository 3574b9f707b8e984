import t from 'tap'
import { fitting } from '../../../firmware/web/ui/src/parts/fitting.ts'

t.test('tabs that fit stand in one row, the others behind a button', async (t) => {
  const five = [100, 100, 100, 100, 100]
  t.strictSame(fitting(five, 500, 90, 0), [0, 1, 2, 3, 4], 'all fit: no button is needed')
  t.strictSame(fitting(five, 499, 90, 0), [0, 1, 2, 3])
  t.strictSame(fitting(five, 300, 90, 4), [0, 4], 'the open one is never hidden')
  t.strictSame(fitting(five, 300, 90, -1), [0, 1])
  t.strictSame(fitting(five, 50, 90, 2), [2], 'nor where there is room for nothing')
})
