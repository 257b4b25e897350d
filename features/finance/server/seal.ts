import { canonical } from '#kernel/server/audit/audit.ts';
import { sm3 } from '#kernel/server/crypto/provider.ts';

/** The seal of a ledger's entry: the account, what was entered, and the seal before it. */
export function sealOf(account: string, entry: object, previous: string): string {
  return sm3(canonical([previous, account, entry]));
}
