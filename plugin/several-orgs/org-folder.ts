import { join } from 'node:path';
import type { OrgTarget } from './run-in-orgs.ts';

/** The folder of an org below the one that was named; undefined if nothing is to be written. */
export function folderOf({ defined }: OrgTarget, outputDirectory: string | undefined): string | undefined {
  return outputDirectory === undefined ? undefined : join(outputDirectory, defined.org);
}
