/** Conditions of feature keys and capacity profiles. */
export const ENTITLEMENT_CONDITIONS = {
  'key-ending': {
    id: 'key-{series}',
    severity: 'notice',
    subject: { en: 'feature key {series}', es: 'clave {series}', fr: 'clé {series}' },
    effect: {
      en: 'Feature key {series} ends on {date}.',
      es: 'La clave {series} termina el {date}.',
      fr: 'La clé {series} prend fin le {date}.',
    },
    remedy: {
      en: 'Ask whoever issued it for a new one, and enter it under System, Entitlements.',
      es: 'Pida una nueva a quien la emitió e introdúzcala en Sistema, Derechos de uso.',
      fr: 'Demandez-en une nouvelle à qui l’a émise et entrez-la sous Système, Droits d’usage.',
    },
    link: '/system/entitlements',
  },
  'key-grace': {
    id: 'key-{series}',
    severity: 'warning',
    subject: { en: 'feature key {series}', es: 'clave {series}', fr: 'clé {series}' },
    effect: {
      en: 'Feature key {series} is over. It still acts, until {date}; what is set up goes on after that, too.',
      es: 'La clave {series} terminó. Aún actúa, hasta el {date}; lo configurado sigue también después.',
      fr: 'La clé {series} a pris fin. Elle agit encore, jusqu’au {date} ; ce qui est réglé continue aussi ensuite.',
    },
    remedy: {
      en: 'Ask whoever issued it for a new one, and enter it under System, Entitlements.',
      es: 'Pida una nueva a quien la emitió e introdúzcala en Sistema, Derechos de uso.',
      fr: 'Demandez-en une nouvelle à qui l’a émise et entrez-la sous Système, Droits d’usage.',
    },
    link: '/system/entitlements',
  },
  'key-ended': {
    id: 'key-{series}',
    severity: 'warning',
    subject: { en: 'feature key {series}', es: 'clave {series}', fr: 'clé {series}' },
    effect: {
      en: 'Feature key {series} acts no longer. All that is set up goes on; nothing can be added beyond what the profile has by itself.',
      es: 'La clave {series} ya no actúa. Todo lo configurado sigue; no se puede añadir más de lo que el perfil tiene por sí mismo.',
      fr: 'La clé {series} n’agit plus. Tout ce qui est réglé continue ; rien ne peut être ajouté au-delà de ce que le profil a par lui-même.',
    },
    remedy: {
      en: 'Ask whoever issued it for a new one, or choose another profile under System, Entitlements.',
      es: 'Pida una nueva a quien la emitió, o elija otro perfil en Sistema, Derechos de uso.',
      fr: 'Demandez-en une nouvelle à qui l’a émise, ou choisissez un autre profil sous Système, Droits d’usage.',
    },
    link: '/system/entitlements',
  },
  'over-capacity': {
    id: 'over-capacity',
    severity: 'notice',
    subject: { en: 'capacity', es: 'capacidad', fr: 'capacité' },
    effect: {
      en: 'There is more than capacity profile {profile} takes: {what}. All of it goes on working; nothing can be added to it.',
      es: 'Hay más de lo que admite el perfil de capacidad {profile}: {what}. Todo sigue funcionando; no se puede añadir nada.',
      fr: 'Il y a plus que n’admet le profil de capacité {profile} : {what}. Tout continue de marcher ; rien ne peut y être ajouté.',
    },
    remedy: {
      en: 'Choose a larger profile or enter a feature key under System, Entitlements, or delete what nobody uses.',
      es: 'Elija un perfil mayor o introduzca una clave en Sistema, Derechos de uso, o borre lo que nadie usa.',
      fr: 'Choisissez un profil plus grand ou entrez une clé sous Système, Droits d’usage, ou supprimez ce que personne n’utilise.',
    },
    link: '/system/entitlements',
  },
} as const
