import { fingerprintLines } from '../../shown-certificate.ts'

interface Facts {
  readonly site: string
  readonly fingerprint: string
  readonly names: readonly string[]
}

interface Way {
  readonly system: string
  readonly steps: readonly string[]
}

const WAYS: readonly Way[] = [
  {
    system: 'Windows (Edge, Chrome)',
    steps: [
      'Download the <a href="/trust/ca.der">certificate</a> and open the file.',
      'Choose <b>Install Certificate…</b>, then <b>Current User</b>.',
      'Choose <b>Place all certificates in the following store</b>, <b>Browse…</b>, <b>Trusted Root Certification Authorities</b>, and finish.',
      'Close the browser and start it again.',
    ],
  },
  {
    system: 'macOS (Safari, Chrome)',
    steps: [
      'Download the <a href="/trust/ca.der">certificate</a> and open the file: Keychain Access adds it to <b>login</b>.',
      'Find it there by its name, “Strowger …”, and open it.',
      'Under <b>Trust</b>, set <b>When using this certificate</b> to <b>Always Trust</b>. Close the window and give your password.',
    ],
  },
  {
    system: 'iPhone, iPad',
    steps: [
      'Open this page in Safari, download the <a href="/trust/ca.der">certificate</a> and allow it.',
      'In <b>Settings</b>, choose <b>Profile Downloaded</b> and install it.',
      'In <b>Settings › General › About › Certificate Trust Settings</b>, switch it on.',
    ],
  },
  {
    system: 'Android',
    steps: [
      'Download the <a href="/trust/ca.der">certificate</a>.',
      'In <b>Settings</b>, search for <b>CA certificate</b>, choose <b>Install anyway</b> and pick the file.',
    ],
  },
  {
    system: 'Linux (Debian, Ubuntu)',
    steps: [
      'Download the <a href="/trust/ca.pem">certificate</a>, then in a terminal: <code>sudo cp strowger-ca.pem /usr/local/share/ca-certificates/strowger-ca.crt &amp;&amp; sudo update-ca-certificates</code>',
      'Chrome keeps its own list: <b>Settings › Privacy and security › Security › Manage certificates</b>, import it as an authority.',
    ],
  },
  {
    system: 'Firefox, on every system',
    steps: [
      'Download the <a href="/trust/ca.pem">certificate</a>.',
      'In <b>Settings › Privacy &amp; Security › Certificates › View Certificates… › Authorities</b>, choose <b>Import…</b> and pick the file.',
      'Tick <b>Trust this CA to identify websites</b>.',
    ],
  },
]

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; color-scheme: light dark }
code { overflow-wrap: anywhere }
.fingerprint { font-size: 1.1rem; display: block; padding: .75rem; border: 1px solid; border-radius: .5rem }
summary { padding: .5rem 0; font-weight: 600 }
a { display: inline-block; min-height: 24px }
`

/** The page /trust. Plain HTML: it must work in a browser that trusts nothing here yet. */
export function trustPage({ site, fingerprint, names }: Facts): string {
  const host = names.find((name) => name.endsWith('.local'))
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="/mark.svg">
<title>Trust this unit – Strowger</title>
<style>${STYLE}</style>
<main>
<h1>Trust ${escaped(site)}</h1>
<p>Your browser warns because it does not know this telephone server yet. Every unit makes a certificate authority of its own; once yours
is installed on this computer, the warning is gone, and it would come back if somebody else pretended to be this unit.
It vouches for local names and for addresses only, never for a site of the Internet.</p>
<h2>First compare</h2>
<p>This is the SHA-256 fingerprint of the authority. It must be the one that the unit itself shows
(<code>bin/strowger trust</code>, or <code>network</code> on the serial console). If it differs, stop.</p>
<code class="fingerprint">${fingerprintLines(fingerprint).map(escaped).join('<br>')}</code>
<h2>Then install</h2>
<p><a href="/trust/ca.der">Certificate for computers and telephones (.crt)</a><br>
<a href="/trust/ca.pem">The same as text (.pem)</a></p>
${WAYS.map(wayHtml).join('\n')}
<h2>Then sign in</h2>
<p><a href="/">Go to the pages</a>${host ? `. This unit is also called <b>${escaped(host)}</b>` : ''}.</p>
</main>
</html>
`
}

function wayHtml({ system, steps }: Way): string {
  const items = steps.map((step) => `<li>${step}</li>`).join('')
  return `<details><summary>${system}</summary><ol>${items}</ol></details>`
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
