import { texts } from './texts.ts'

/** What a dialled string does, a sentence a step. Those of `outside.` complete "5855550100 is …". */
export const EXPLANATIONS = texts({
  'route.dialled': { en: 'dialled {digits}', es: 'se marcó {digits}', fr: 'composé : {digits}' },
  'route.not-a-number': {
    en: "'{raw}' is not a number that can be dialled",
    es: '«{raw}» no es un número que se pueda marcar',
    fr: '« {raw} » n’est pas un numéro que l’on peut composer',
  },
  'route.no-extension': {
    en: 'no extension is {digits}',
    es: 'ninguna extensión es {digits}',
    fr: 'aucun poste n’a le {digits}',
  },
  'route.emergency': {
    en: '{digits} is the emergency number',
    es: '{digits} es el número de emergencia',
    fr: '{digits} est le numéro d’urgence',
  },
  'route.test': {
    en: '{digits} is the echo and announcement test',
    es: '{digits} es la prueba de eco y anuncio',
    fr: '{digits} est l’essai d’écho et d’annonce',
  },
  'route.extension': {
    en: '{digits} is an extension: its call route decides',
    es: '{digits} es una extensión: decide su ruta de llamada',
    fr: '{digits} est un poste : son acheminement décide',
  },
  'route.no-operator': {
    en: '{digits} calls the operator, and nobody is the operator',
    es: '{digits} llama a la operadora, y nadie lo es',
    fr: '{digits} appelle l’opérateur, et personne ne l’est',
  },
  'route.operator': {
    en: '{digits} calls the operator, who is {operator}',
    es: '{digits} llama a la operadora, que es {operator}',
    fr: '{digits} appelle l’opérateur, qui est au {operator}',
  },
  'route.international-too-short': {
    en: '+{digits} is too short for an international number',
    es: '+{digits} es corto para un número internacional',
    fr: '+{digits} est trop court pour un numéro international',
  },
  'route.international': {
    en: '+{digits} is an international number',
    es: '+{digits} es un número internacional',
    fr: '+{digits} est un numéro international',
  },
  'route.for-outside': {
    en: '{digit} is for outside calls',
    es: '{digit} es para llamadas externas',
    fr: 'le {digit} est pour les appels extérieurs',
  },
  'route.nothing-follows': {
    en: 'no number follows',
    es: 'no sigue ningún número',
    fr: 'aucun numéro ne suit',
  },
  'route.no-outside-number': {
    en: '{rest} is no outside number',
    es: '{rest} no es un número externo',
    fr: '{rest} n’est pas un numéro extérieur',
  },
  'route.outside': { en: '{rest} is {says}', es: '{rest} es {says}', fr: '{rest} est {says}' },
  'outside.international': {
    en: 'the international number +{digits}',
    es: 'el número internacional +{digits}',
    fr: 'le numéro international +{digits}',
  },
  'outside.carrier-operator': {
    en: 'for the operator of the carrier, and goes out as it is',
    es: 'para la operadora de la compañía, y sale tal cual',
    fr: 'pour l’opérateur de la compagnie, et sort tel quel',
  },
  'outside.service': {
    en: 'a service number',
    es: 'un número de servicio',
    fr: 'un numéro de service',
  },
  'outside.local': {
    en: 'a number of this area',
    es: 'un número de esta zona',
    fr: 'un numéro de cette région',
  },
  'outside.whole': {
    en: '+{digits}, area {area}',
    es: '+{digits}, zona {area}',
    fr: '+{digits}, région {area}',
  },
  'outside.beginning': {
    en: 'the beginning of a number only',
    es: 'solo el comienzo de un número',
    fr: 'le début d’un numéro seulement',
  },
  'outside.impossible': {
    en: 'no number of the North American plan',
    es: 'ajeno al plan norteamericano de números',
    fr: 'hors du plan nord-américain',
  },
})
