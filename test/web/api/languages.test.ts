import t from 'tap'
import { dialledNumber } from '../../../firmware/model/party-number.ts'
import { route } from '../../../firmware/numbers/dial-plan.ts'
import { ok } from '../../../firmware/result.ts'
import type { ApiError, HistoryEntry, ModelSection } from '../../../firmware/web/contract.ts'
import { condition } from '../../../firmware/words/condition.ts'
import { aSpace } from '../../numbers/a-space.ts'
import { anApi } from './an-api.ts'

/** The API whose administrator speaks Spanish, in an office with one dead line. */
async function inSpanish(t: Parameters<typeof anApi>[0]) {
  const dead = {
    ...condition('line-battery', { line: 'fxo-1' }),
    id: 'lines/fxo-1.battery',
    since: 1,
  }
  const old = {
    id: 'x/y',
    severity: 'notice',
    subject: 's',
    since: 1,
    effect: 'e',
    remedy: 'r',
    link: '',
  }
  const explained = route(dialledNumber('9411'), aSpace(['101']))
  const api = await anApi(t, {
    ask: async (_program, verb) =>
      verb === 'explain'
        ? ok(JSON.parse(JSON.stringify(explained)))
        : ok({ ready: true, processes: [], conditions: [dead, old] }),
  })
  const { body } = await api.admin.list('users')
  const [admin] = body.items
  await api.admin.patch('users', admin?.id ?? '', { language: 'es' })
  return api
}

t.test(
  'UX a refused change names field, value and remedy in the language of who asks',
  async (t) => {
    const { admin } = await inSpanish(t)
    const { status, body } = await admin.ask<ApiError>('POST', 'config/extensions', {
      number: '1x',
    })
    t.equal(status, 422)
    t.strictSame(body.problems, [
      {
        object: 'extensión 1x',
        field: 'number',
        what: "'1x' no es un número de 3 a 6 cifras",
        remedy: 'Use solo cifras.',
      },
    ])
    t.equal(
      body.text,
      "extensión 1x, campo number: '1x' no es un número de 3 a 6 cifras. Use solo cifras.",
    )
    t.match(await admin.get('config/extensions/none'), {
      status: 404,
      body: { text: 'No existe: extensión «none».' },
    })
  },
)

t.test('UX conditions, explanations and history are in that language too', async (t) => {
  const { admin } = await inSpanish(t)
  const conditions = (await admin.get<Record<string, unknown>[]>('conditions')).body
  t.match(conditions, [
    { subject: 'línea fxo-1', effect: /^fxo-1 no tiene tensión/, remedy: /^Mire que el cable/ },
    { subject: 's', effect: 'e' },
  ])
  for (const one of conditions) t.strictSame([one.kind, one.values], [undefined, undefined])
  t.strictSame((await admin.get('explain?digits=9411')).body, {
    explanation: ['se marcó 9411', '9 es para llamadas externas', '411 es un número de servicio'],
  })
  const [last] = (await admin.get<HistoryEntry[]>('history?limit=1')).body
  t.strictSame(last?.lines, ['cambiado: persona admin', 'Idioma: inglés → español'])
})

t.test('UX the model has its labels, helps and choices in that language', async (t) => {
  const { admin } = await inSpanish(t)
  const sections = (await admin.get<ModelSection[]>('model')).body
  const lines = sections.find(({ section }) => section === 'fxoLines')
  t.equal(lines?.label, 'línea externa')
  t.match(
    lines?.fields.find(({ name }) => name === 'answerSupervision'),
    {
      label: 'Aviso de respuesta',
      help: /^Cómo avisa la línea/,
      choices: ['none', 'reversal'],
      choiceWords: ['Ninguno', 'Inversión de polaridad'],
    },
  )
  t.match(
    lines?.fields.find(({ name }) => name === 'silenceMinutes'),
    {
      unit: 'minutos',
      says: 'un número entero de 1 a 120 minutos',
    },
  )
})

t.test('RFC 9110 §12.5.4 before sign-in the browser says which language', async (t) => {
  const { browser } = await anApi(t)
  const answer = await browser().request('GET', 'model', undefined, { 'accept-language': 'fr-CA' })
  t.match(answer.json(), { code: 'signed-out', text: 'Connectez-vous d’abord.' })
})
