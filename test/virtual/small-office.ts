/** Four telephones, 107 to 110 on fxs-1 to fxs-4, and three outside lines whose calls ring at 107 and 108. */
export function smallOffice({ silenceMinutes = 10, reversal = false } = {}): string {
  const phones = [107, 108, 109, 110]
  const lines = [1, 2, 3]
  const supervision = (line: number) => (reversal && line === 3 ? 'reversal' : 'none')
  return `
sites:
  - { name: Virtual, number: 1, timeZone: America/New_York, country: US }
extensions:
${phones
  .map(
    (number, i) =>
      `  - { number: ${number}, description: Phone ${number}, route: { attempts: [{ destinations: [{ analog: fxs-${i + 1} }] }] } }`,
  )
  .join('\n')}
  - { number: 111, description: Both, route: { attempts: [{ destinations: [{ analog: fxs-3, rings: 2 }] }, { destinations: [{ analog: fxs-3 }, { analog: fxs-4, ringType: type-1 }] }] } }
  - { number: 120, description: Outside calls, route: { attempts: [{ destinations: [{ analog: fxs-1, ringType: double }, { analog: fxs-2, ringType: double }] }] } }
analogHandsets:
${phones.map((number, i) => `  - { port: fxs-${i + 1}, extension: ${number} }`).join('\n')}
fxoLines:
${lines
  .map(
    (line) =>
      `  - { port: fxo-${line}, route: { extension: 120 }, silenceMinutes: ${silenceMinutes}, answerSupervision: ${supervision(line)} }`,
  )
  .join('\n')}
dialPlan:
  operator: 110
`
}
