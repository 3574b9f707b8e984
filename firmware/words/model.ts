export const MODEL: Readonly<Record<string, { en?: string; es: string; fr: string }>> = {}
