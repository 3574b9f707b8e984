import type { HomeEnglish } from './en-home.ts'

export const HomeSpanish: Readonly<Record<keyof typeof HomeEnglish, string>> = {
  'condition.since': '{subject}, desde hace {time}',
  'condition.look': 'Ver',
  'condition.look-at': 'Ver: {subject}',
  'home.verdict': 'Estado del sistema telefónico',
  'home.works': 'Todo funciona.',
  'home.others':
    '{count, plural, one {Y # cosa más necesita atención.} other {Y # cosas más necesitan atención.}}',
  'home.conditions': 'Lo que falla ahora',
  'home.calls': 'Llamadas ahora',
  'home.calls-link': 'Ver las llamadas',
  'home.phones': 'Teléfonos localizables',
  'home.phone-missing': 'Falta {name}',
  'home.phones-link': 'Ver los teléfonos',
  'home.lines': 'Líneas en uso',
  'home.lines-link': 'Ver las líneas',
  'steps.title':
    '{count, plural, one {Queda # paso para configurar su oficina} other {Quedan # pasos para configurar su oficina}}',
  'steps.person': 'Añadir la primera persona',
  'steps.person-why': 'Con número y teléfono, en un solo formulario.',
  'steps.phone': 'Conectar un teléfono',
  'steps.phone-why':
    'Aún no hay ningún teléfono localizable. Escriba en él su usuario y contraseña SIP.',
  'steps.line-route': 'Decir adónde van las llamadas externas',
  'steps.line-route-why': 'Una línea sin destino no se contesta.',
  'steps.time-zone': 'Elegir la zona horaria',
  'steps.time-zone-why': 'De ella dependen las horas en teléfonos y registros.',
  'steps.operator': 'Elegir la operadora',
  'steps.operator-why': 'La extensión que contesta el 0.',
  'chart.title': 'Carga',
  'chart.range': 'Tiempo mostrado',
  'chart.hours': '{count, plural, one {# hora} other {# horas}}',
  'chart.calls': 'Llamadas',
  'chart.cpu': 'Procesador',
  'chart.memory': 'Memoria',
  'chart.table': 'Como tabla',
  'chart.most': '(como máximo {value})',
  'home.calls-hour':
    '{count, plural, one {En la última hora: como máximo # llamada a la vez} other {En la última hora: como máximo # llamadas a la vez}}',
  'home.share': '{part} de {whole}',
  'home.more-missing': '{count, plural, one {y # más} other {y # más}}',
  'emergency.title': 'Llamadas de emergencia',
  'emergency.good': 'El {number} funciona',
  'emergency.warn': 'El {number} funciona, con una carencia',
  'emergency.bad': 'El {number} no sale',
  'emergency.lines':
    '{ready} de {lines, plural, one {# línea exterior} other {# líneas exteriores}} puede llevarla.',
  'emergency.not-direct':
    'El {number} solo no basta: hace falta la cifra para llamadas exteriores.',
  'emergency.unknown': 'Las líneas aún no responden.',
  'emergency.plan': 'Ver el plan de marcación',
}
