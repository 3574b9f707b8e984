/** Directory of the records environment; raised when keys or values change their form. */
export const RECORDS_FORMAT = '1'

/** Its tables, here and in records/: made by the first who may write, because readers cannot. */
export const RECORD_TABLES = [
  'epochs',
  'durable',
  'call-events',
  'sign-in',
  'admin-events',
] as const
