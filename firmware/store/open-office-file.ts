import { ok, type Result, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'
import type { FileObject, OfficeFile } from './office-file.ts'
import { openSecrets, type SecretValues, secretsOf } from './sealed-secrets.ts'

/**
 * The file with its secrets among its values, as if they stood there in clear: before conflicts are settled, so that who gets another
 * name keeps them. What somebody wrote into the file by hand since then counts.
 */
export async function withSecrets(
  file: OfficeFile,
  passphrase: string,
): Promise<Result<OfficeFile, Text>> {
  if (!file.sealed) return ok(file)
  const opened = await openSecrets(file.sealed, passphrase)
  if (!opened.ok) return refuse(opened.error)
  const objects = file.objects.map((object) => filled(object, opened.value))
  return ok({ ...file, objects, sealed: undefined })
}

function filled(object: FileObject, secrets: SecretValues): FileObject {
  const { entity, key, values } = object
  return { ...object, values: { ...secretsOf(secrets, entity, key), ...values } }
}
