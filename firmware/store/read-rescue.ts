import { readFileSync } from 'node:fs'
import { SCHEMA_VERSION } from '../model/registry.ts'
import { checksumOf, type Rescue } from './rescue.ts'
import { StoreError, worldError } from './store-error.ts'

/** What the file holds. @throws StoreError when it is no whole rescue file of this or an older version */
export function readRescue(file: string): Rescue {
  let rescue: Rescue
  try {
    rescue = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(file, 'it is no JSON')
    throw worldError(error, file)
  }
  if (rescue.format !== 'strowger rescue 1') throw damaged(file, 'it is no rescue file')
  if (!(rescue.schema >= 1 && rescue.schema <= SCHEMA_VERSION))
    throw damaged(file, `it is of version ${rescue.schema}`)
  if (checksumOf(rescue) !== rescue.checksum) throw damaged(file, 'its checksum is wrong')
  return rescue
}

function damaged(file: string, what: string): StoreError {
  return new StoreError('corrupt', `${file}: this cannot be restored, ${what}.`, 'Use another one.')
}
