import { lazy, type ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { Home } from '../home/Home.tsx'
import { Nowhere } from './Nowhere.tsx'

// A page comes when it is opened. Each is a file with one page in it.
const Account = lazy(async () => ({ default: (await import('../account/Account.tsx')).Account }))

/** Which page a path shows. docs/web-pages.md lists them. */
export function Routes({ simulated }: { simulated: boolean }): ReactNode {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/account" component={Account} />
      {simulated && null}
      <Route component={Nowhere} />
    </Switch>
  )
}
