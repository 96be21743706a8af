import type { Org } from '@salesforce/core';
import { withoutToken } from '../text/terminal-safe.ts';

/** What the user calls each org. */
const names = new WeakMap<Org, string>();

/** Keeps what the user calls an org, so that the commands that are proposed name it in the same way. */
export function rememberName(org: Org, name: string | undefined): Org {
  if (name !== undefined) {
    names.set(org, name);
  }
  return org;
}

/** What to call an org on the screen and in commands: as the user did, or by its user name. A token is never shown. */
export function orgNameOf(org: Org): string {
  return withoutToken(names.get(org)) ?? withoutToken(org.getUsername()) ?? org.getOrgId();
}

/** The same with the user name where that is another one, for a text that must not leave open which org is meant. */
export function orgTitleOf(org: Org): string {
  const name = orgNameOf(org);
  const username = withoutToken(org.getUsername());
  return username === undefined || username === name ? name : `${name} (${username})`;
}
