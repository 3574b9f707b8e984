/** Words of what may be called outside, and of other declarations that came with it: labels, helps and choices. The English is the id. */
export const OUTSIDE_WORDS = {
  min: { es: 'min', fr: 'min' },
  'Outside calls': { es: 'Llamadas externas', fr: 'Appels extérieurs' },
  'Outside calls at night': { es: 'Llamadas externas de noche', fr: 'Appels extérieurs la nuit' },
  'Night begins': { es: 'Comienza la noche', fr: 'Début de la nuit' },
  'Night ends': { es: 'Termina la noche', fr: 'Fin de la nuit' },
  'Saturday and Sunday are night': {
    es: 'Sábado y domingo son noche',
    fr: 'Samedi et dimanche sont la nuit',
  },
  'Outside calls at once': { es: 'Llamadas externas a la vez', fr: 'Appels extérieurs à la fois' },
  'Outside minutes a day': {
    es: 'Minutos externos por día',
    fr: 'Minutes vers l’extérieur par jour',
  },
  'Numbers abroad a day': {
    es: 'Números extranjeros por día',
    fr: 'Numéros à l’étranger par jour',
  },
  'What extensions may call that have no setting of their own. Premium-rate numbers are charged by who is called. Emergency calls are always possible.':
    {
      es: 'Lo que pueden llamar las extensiones sin ajuste propio. Los números de tarificación especial los cobra quien recibe la llamada. Las llamadas de emergencia siempre son posibles.',
      fr: 'Ce que peuvent appeler les postes sans réglage propre. Les numéros surtaxés sont facturés par l’appelé. Les appels d’urgence sont toujours possibles.',
    },
  'What may be called between the two times below, whatever the extension may by day. Stolen passwords are used when nobody looks.':
    {
      es: 'Lo que se puede llamar entre las dos horas de abajo, pueda lo que pueda la extensión de día. Las contraseñas robadas se usan cuando nadie mira.',
      fr: 'Ce qui peut être appelé entre les deux heures ci-dessous, quoi que le poste puisse le jour. Les mots de passe volés servent quand personne ne regarde.',
    },
  'So many outside calls one extension may have at the same time, also those that its phones have sent on.':
    {
      es: 'Tantas llamadas externas puede tener una extensión a la vez, también las que sus teléfonos han desviado.',
      fr: 'Le nombre d’appels extérieurs qu’un poste peut avoir en même temps, y compris ceux que ses téléphones ont renvoyés.',
    },
  'So many minutes one extension may call outside on one day; toll-free numbers are not counted. 0: no limit. You are told at 80 %.':
    {
      es: 'Tantos minutos puede llamar fuera una extensión en un día; los números gratuitos no cuentan. 0: sin límite. Se avisa al 80 %.',
      fr: 'Le nombre de minutes qu’un poste peut appeler à l’extérieur en un jour ; les numéros gratuits ne comptent pas. 0 : sans limite. Vous êtes averti à 80 %.',
    },
  'So many different international and premium-rate numbers one extension may call on one day. 0: no limit.':
    {
      es: 'Tantos números distintos, internacionales o de tarificación especial, puede llamar una extensión en un día. 0: sin límite.',
      fr: 'Le nombre de numéros différents, internationaux ou surtaxés, qu’un poste peut appeler en un jour. 0 : sans limite.',
    },
  'What its phones may call outside, also when they send calls on. Emergency calls are always possible.':
    {
      es: 'Lo que sus teléfonos pueden llamar fuera, también cuando desvían llamadas. Las llamadas de emergencia siempre son posibles.',
      fr: 'Ce que ses téléphones peuvent appeler à l’extérieur, aussi quand ils renvoient des appels. Les appels d’urgence sont toujours possibles.',
    },
  'a time of day from 00:00 to 23:59': {
    es: 'una hora de 00:00 a 23:59',
    fr: 'une heure de 00:00 à 23:59',
  },
  'Write hours and minutes, as 18:30.': {
    es: 'Escriba horas y minutos, como 18:30.',
    fr: 'Écrivez heures et minutes, comme 18:30.',
  },
  'Where a call from the phone says which number it wants. Phones say it in the Request-URI; some gateways in To.':
    {
      es: 'Dónde dice una llamada del teléfono a qué número va. Los teléfonos lo dicen en el Request-URI; algunas pasarelas, en To.',
      fr: 'Où un appel du téléphone dit quel numéro il veut. Les téléphones le disent dans le Request-URI ; certaines passerelles dans To.',
    },
  'What a call to the phone is addressed to: the account that it has registered, or the number that was dialed, which gateways and other telephone systems want.':
    {
      es: 'A qué se dirige una llamada al teléfono: a la cuenta que ha registrado, o al número marcado, como quieren pasarelas y otras centralitas.',
      fr: 'À quoi s’adresse un appel au téléphone : au compte qu’il a enregistré, ou au numéro composé, comme le veulent les passerelles et d’autres systèmes téléphoniques.',
    },
  'choice.as-office': {
    en: 'As the dial plan says',
    es: 'Como dice el plan de marcación',
    fr: 'Comme dit le plan de numérotation',
  },
  'choice.as-by-day': { en: 'As by day', es: 'Como de día', fr: 'Comme le jour' },
  'choice.national': {
    en: 'Within the country',
    es: 'Dentro del país',
    fr: 'À l’intérieur du pays',
  },
  'choice.international': {
    en: 'Also abroad',
    es: 'También al extranjero',
    fr: 'Aussi à l’étranger',
  },
  'choice.premium': {
    en: 'Also premium-rate numbers',
    es: 'También números de tarificación especial',
    fr: 'Aussi les numéros surtaxés',
  },
} as const
