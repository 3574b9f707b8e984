import { parse } from 'yaml'
import { exportOffice } from '../store/office-export.ts'
import { type CliCommand, EXIT } from './command.ts'
import { misused, withStore } from './with-store.ts'

/** `strowger export`: prints the configuration as a file that `apply` takes, without secrets. */
export const exportCommand: CliCommand = {
  name: 'export',
  summary: 'print the configuration as an office file, without secrets',
  usage: '',
  run: async (args, io) => {
    if (args.length > 0) return misused(io, 'export', '')
    return withStore(io, { readOnly: true }, (store) => {
      const office = exportOffice(store)
      io.stdout(io.json ? `${JSON.stringify(parse(office))}\n` : office)
      return EXIT.ok
    })
  },
}
