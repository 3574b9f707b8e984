import type { EntitlementsEnglish } from './en-entitlements.ts'

export const EntitlementsSpanish: Readonly<Record<keyof typeof EntitlementsEnglish, string>> = {
  'entitlements.title': 'Derechos de uso',
  'entitlements.lead':
    'Cuánto admite esta unidad, y las claves que lo aumentan. Nada de esto detiene jamás una llamada de emergencia, ni lo que ya está configurado.',
  'entitlements.limits': 'Para qué hay sitio',
  'entitlements.open':
    'El perfil abierto: todas las funciones, y tanto como da el equipo. No hace falta ninguna clave.',
  'entitlements.sold':
    'Perfil {profile}. No se añade más allá de estos números; lo que hay se queda.',
  'entitlements.what': 'Qué',
  'entitlements.used': 'Usado',
  'entitlements.room': 'Sitio',
  'entitlements.unknown': 'no se sabe ahora',
  'entitlements.as-many': 'Tantos como tenga la unidad',
  'entitlements.left': '{count, plural, one {# más} other {# más}}',
  'entitlements.full': 'Completo',
  'entitlements.over': 'Más de lo que cabe: todo sigue, no se añade nada',
  'entitlements.most': '(las claves lo suben a {most})',
  'entitlements.profile': 'Perfil',
  'entitlements.keys': 'Claves de funciones',
  'entitlements.unit': 'Número de esta unidad',
  'entitlements.unit-text':
    'Las claves se hacen para una unidad. Quien las emite necesita su número:',
  'entitlements.no-keys': 'No se ha introducido ninguna clave.',
  'entitlements.key': 'Clave {series}, número {number}',
  'entitlements.for-good': 'Sin fin.',
  'entitlements.until': 'Hasta el {end}; después actúa aún hasta el {acts}.',
  'entitlements.new': 'Clave nueva',
  'entitlements.new-help':
    'Entera, desde SK1 hasta el final; los saltos de línea y los guiones no importan.',
  'entitlements.enter': 'Introducir la clave',
  'entitlements.entered': 'Aceptada. Da: {gives}',
  'entitlements.features': 'Funciones',
  'entitlements.all-open': 'Todas las funciones de esta versión están abiertas.',
  'entitlements.state-open': 'abierta',
  'entitlements.state-valid': 'actúa',
  'entitlements.state-ending': 'termina pronto',
  'entitlements.state-grace': 'terminada, aún actúa',
  'entitlements.state-ended': 'ya no actúa',
  'entitlements.state-none': 'sin clave',
  'entitlements.clock': 'El reloj está antes del último cambio',
  'entitlements.clock-text':
    'Las claves se juzgan por la hora de ese cambio. Ajuste el reloj, o conecte la unidad a un servidor de hora.',
}
