import { useSession } from './queries.ts'

/** Whether the person who is signed in may what a row of the permission matrix names, as `PERM-135`: what they may not is not offered (ROLE-13). */
export function useMay(id: `PERM-${number}`): boolean {
  return useSession().data?.user?.may.includes(id) ?? false
}
