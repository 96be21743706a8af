import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Connection } from '@salesforce/core';
import type { CommandOutcome, CommandRunner } from './org-under-test.ts';

const RUN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/**
 * Runs commands of the built plugin against an org that the Salesforce CLI is logged in to. They have their own process
 * group, so Ctrl-C does not end a command before it is done, nor before the run has cleaned up.
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

/** Why the suite, which makes and deletes things, does not run against an org unless the user insists. */
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
  // Nobody does daily work in a Developer Edition org, a sandbox or a trial org (Object Reference, Organization).
  const { IsSandbox, OrganizationType, TrialExpirationDate } = organization;
  const isForTrying = IsSandbox || OrganizationType === 'Developer Edition' || TrialExpirationDate !== null;
  return isForTrying ? undefined : `it is a production org (${OrganizationType})`;
}
