import { lazy, type ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { Home } from '../home/Home.tsx'
import { KINDS } from '../lists/kinds.ts'
import { Nowhere } from './Nowhere.tsx'

// A page comes when it is opened.
const AccessPage = lazy(async () => ({
  default: (await import('../access/AccessPage.tsx')).AccessPage,
}))
const Account = lazy(async () => ({ default: (await import('../account/Account.tsx')).Account }))
const Activity = lazy(async () => ({ default: (await import('../calls/Activity.tsx')).Activity }))
const Bans = lazy(async () => ({ default: (await import('../network/Bans.tsx')).Bans }))
const CallFlow = lazy(async () => ({
  default: (await import('../call-flow/CallFlow.tsx')).CallFlow,
}))
const CallPage = lazy(async () => ({ default: (await import('../calls/CallPage.tsx')).CallPage }))
const CertificatePage = lazy(async () => ({
  default: (await import('../certificate/CertificatePage.tsx')).CertificatePage,
}))
const ChangeSetPage = lazy(async () => ({
  default: (await import('../history/ChangeSetPage.tsx')).ChangeSetPage,
}))
const ChangeSets = lazy(async () => ({
  default: (await import('../history/ChangeSets.tsx')).ChangeSets,
}))
const Deleted = lazy(async () => ({ default: (await import('../history/Deleted.tsx')).Deleted }))
const EntitlementsPage = lazy(async () => ({
  default: (await import('../entitlements/EntitlementsPage.tsx')).EntitlementsPage,
}))
const ExtensionPage = lazy(async () => ({
  default: (await import('../lines/ExtensionPage.tsx')).ExtensionPage,
}))
const FilesPage = lazy(async () => ({
  default: (await import('../files/FilesPage.tsx')).FilesPage,
}))
const ForwardingPage = lazy(async () => ({
  default: (await import('../forwarding/ForwardingPage.tsx')).ForwardingPage,
}))
const History = lazy(async () => ({ default: (await import('../history/History.tsx')).History }))
const ItemPage = lazy(async () => ({ default: (await import('../lists/ItemPage.tsx')).ItemPage }))
const LinePage = lazy(async () => ({ default: (await import('../lines/LinePage.tsx')).LinePage }))
const Lines = lazy(async () => ({ default: (await import('../lines/Lines.tsx')).Lines }))
const ListPage = lazy(async () => ({ default: (await import('../lists/ListPage.tsx')).ListPage }))
const MusicPage = lazy(async () => ({
  default: (await import('../music/MusicPage.tsx')).MusicPage,
}))
const Network = lazy(async () => ({ default: (await import('../network/Network.tsx')).Network }))
const NewTrunkPage = lazy(async () => ({
  default: (await import('../lines/TrunkPage.tsx')).NewTrunkPage,
}))
const NewItemPage = lazy(async () => ({
  default: (await import('../lists/ItemPage.tsx')).NewItemPage,
}))
const NewPersonPage = lazy(async () => ({
  default: (await import('../people/NewPersonPage.tsx')).NewPersonPage,
}))
const PasswordRules = lazy(async () => ({
  default: (await import('../people/PasswordRules.tsx')).PasswordRules,
}))
const People = lazy(async () => ({ default: (await import('../people/People.tsx')).People }))
const PeopleReport = lazy(async () => ({
  default: (await import('../people/PeopleReport.tsx')).PeopleReport,
}))
const PersonPage = lazy(async () => ({
  default: (await import('../people/PersonPage.tsx')).PersonPage,
}))
const PhonePage = lazy(async () => ({
  default: (await import('../phones/PhonePage.tsx')).PhonePage,
}))
const PowerPage = lazy(async () => ({
  default: (await import('../power/PowerPage.tsx')).PowerPage,
}))
const PhoneHere = lazy(async () => ({
  default: (await import('../softphone/PhoneHere.tsx')).PhoneHere,
}))
const Phones = lazy(async () => ({ default: (await import('../phones/Phones.tsx')).Phones }))
const Reference = lazy(async () => ({
  default: (await import('../reference/Reference.tsx')).Reference,
}))
const ReportPage = lazy(async () => ({
  default: (await import('../report/ReportPage.tsx')).ReportPage,
}))
const ResetPage = lazy(async () => ({
  default: (await import('../reset/ResetPage.tsx')).ResetPage,
}))
const RolesPage = lazy(async () => ({
  default: (await import('../people/RolesPage.tsx')).RolesPage,
}))
const Settings = lazy(async () => ({ default: (await import('../forms/Settings.tsx')).Settings }))
const Simulated = lazy(async () => ({
  default: (await import('../simulated/Simulated.tsx')).Simulated,
}))
const TrunkPage = lazy(async () => ({
  default: (await import('../lines/TrunkPage.tsx')).TrunkPage,
}))
const System = lazy(async () => ({ default: (await import('../system/System.tsx')).System }))

/** Which page a path shows. docs/web-pages.md lists them. A page of another object is another page: nothing typed goes along. */
export function Routes({ simulated }: { simulated: boolean }): ReactNode {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/people" component={People} />
      <Route path="/people/new" component={NewPersonPage} />
      <Route path="/people/roles" component={RolesPage} />
      <Route path="/people/rules" component={PasswordRules} />
      <Route path="/people/report" component={PeopleReport} />
      {KINDS.flatMap((kind) => [
        <Route key={`${kind.path}/new`} path={`${kind.path}/new`}>
          <NewItemPage key={kind.path} kind={kind} />
        </Route>,
        <Route key={`${kind.path}/:id`} path={`${kind.path}/:id`}>
          {({ id }: { id: string }) => <ItemPage key={id} kind={kind} id={id} />}
        </Route>,
        <Route key={kind.path} path={kind.path}>
          <ListPage key={kind.path} kind={kind} />
        </Route>,
      ])}
      <Route path="/people/:id">{({ id }) => <PersonPage key={id} id={id} />}</Route>
      <Route path="/phones" component={Phones} />
      <Route path="/phones/:id">{({ id }) => <PhonePage key={id} id={id} />}</Route>
      <Route path="/lines" component={Lines} />
      <Route path="/lines/:id">{({ id }) => <LinePage key={id} id={id} />}</Route>
      <Route path="/trunks/new" component={NewTrunkPage} />
      <Route path="/trunks/:id">{({ id }) => <TrunkPage key={id} id={id} />}</Route>
      <Route path="/extensions/:id">{({ id }) => <ExtensionPage key={id} id={id} />}</Route>
      <Route path="/phone" component={PhoneHere} />
      <Route path="/me/phone" component={PhoneHere} />
      <Route path="/call-flow" component={CallFlow} />
      <Route path="/call-flow/music" component={MusicPage} />
      <Route path="/activity">
        <Activity tab="now" />
      </Route>
      <Route path="/activity/records">
        <Activity tab="records" />
      </Route>
      <Route path="/activity/events">
        <Activity tab="events" />
      </Route>
      <Route path="/calls/:id">{({ id }) => <CallPage key={id} id={id} />}</Route>
      <Route path="/network" component={Network} />
      <Route path="/network/bans" component={Bans} />
      <Route path="/system" component={System} />
      <Route path="/system/certificate" component={CertificatePage} />
      <Route path="/system/access" component={AccessPage} />
      <Route path="/system/entitlements" component={EntitlementsPage} />
      <Route path="/system/files" component={FilesPage} />
      <Route path="/system/forwarding" component={ForwardingPage} />
      <Route path="/system/power" component={PowerPage} />
      <Route path="/system/reference" component={Reference} />
      <Route path="/system/report" component={ReportPage} />
      <Route path="/system/reset" component={ResetPage} />
      <Route path="/settings/:section">
        {({ section }) => <Settings key={section} section={section} />}
      </Route>
      <Route path="/history" component={History} />
      <Route path="/history/sets" component={ChangeSets} />
      <Route path="/history/sets/:id">{({ id }) => <ChangeSetPage key={id} id={id} />}</Route>
      <Route path="/history/deleted" component={Deleted} />
      <Route path="/account" component={Account} />
      {simulated && <Route path="/simulated" component={Simulated} />}
      <Route component={Nowhere} />
    </Switch>
  )
}
