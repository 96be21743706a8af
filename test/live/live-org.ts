import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Connection } from '@salesforce/core';
import type { CommandOutcome, CommandRunner } from './org-under-test.ts';

const RUN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/**
 * Runs commands of the built plugin against an org that the Salesforce CLI is logged in to. In a process group of
 * their own, so that Ctrl-C ends a command neither half-way nor before the cleaning up.
 */
export function commandsAgainst(targetOrg: string): CommandRunner {
  return async <T>(command: string, flags: string[]) => {
    const words = ['frontline', ...command.split(' '), '--target-org', targetOrg, '--json', ...flags];
    const child = spawn(process.execPath, [RUN, ...words], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    return outcomeOf<T>(await text(child.stdout));
  };
}

/** Reads the JSON of a command: a result, or an error with a name and a message. */
export function outcomeOf<T>(stdout: string): CommandOutcome<T> {
  let answer: { result?: T; name?: string; message?: string } = {};
  try {
    answer = JSON.parse(stdout) as typeof answer;
  } catch {
    return { outcome: 'failed', name: 'NoAnswer', message: 'the command printed no JSON' };
  }
  return answer.result === undefined
    ? { outcome: 'failed', name: answer.name ?? 'NoAnswer', message: answer.message ?? '' }
    : { outcome: 'succeeded', result: answer.result };
}

/** Why a suite that makes and deletes things must not be run against an org without a further word. */
export async function productionReason(connection: Connection): Promise<string | undefined> {
  const { records } = await connection.query<{
    IsSandbox: boolean;
    OrganizationType: string;
    TrialExpirationDate: string | null;
  }>('SELECT IsSandbox, OrganizationType, TrialExpirationDate FROM Organization');
  const [organization] = records;
  if (organization === undefined) {
    return 'the org does not tell what it is';
  }
  // A Developer Edition org, a sandbox and anything on trial serve nobody's daily work (Object Reference, Organization).
  const { IsSandbox, OrganizationType, TrialExpirationDate } = organization;
  const isForTrying = IsSandbox || OrganizationType === 'Developer Edition' || TrialExpirationDate !== null;
  return isForTrying ? undefined : `it is a production org (${OrganizationType})`;
}
