import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@salesforce/core';
import { readIdentityProvider, type IdentityProvider } from '../../plugin/salesforce/org/identity-provider.ts';
import type { DeploymentOutcome } from '../../plugin/salesforce/deployment/deployment-outcome.ts';
import { waitAtMost } from '../../plugin/salesforce/api/login.ts';
import { deployChanges } from '../../plugin/salesforce/deployment/metadata-deployment.ts';
import type { MetadataChanges } from '../../plugin/salesforce/metadata/metadata-package.ts';
import { myDomainOf, readRunningUser } from '../../plugin/salesforce/org/my-domain.ts';
import { readUser, type OrgUser } from '../../plugin/salesforce/people/user.ts';
import type { AssumptionId, Verdict, Verdicts } from './assumptions.ts';
import { ownNames, writeOwnSource, type OwnNames } from './own-metadata.ts';

/** The commands of the plugin that the suite uses, without `sf frontline`. */
export type CommandName =
  | 'sso deploy'
  | 'sso preview'
  | 'sso export'
  | 'sso verify'
  | 'sso delete'
  | 'access assign'
  | 'access list'
  | 'access revoke';

/** How a command ended. */
export type CommandOutcome<T> =
  | { outcome: 'succeeded'; result: T }
  | { outcome: 'failed'; name: string; message: string };

/** Runs a command of the plugin against the org. */
export type CommandRunner = <T>(command: CommandName, flags: string[]) => Promise<CommandOutcome<T>>;

/** An org that the suite runs against, and what a run knows of it. It is reached only through public APIs. */
export type OrgUnderTest = {
  connection: Connection;
  names: OwnNames;
  /** A folder in source format with the setup under the run's own names. */
  sourceDirectory: string;
  /** Realm SIDs that no other run uses: one for each app. */
  realmSids: { app: string; first: string; sample: string };
  myDomain: string;
  user: OrgUser;
  contactEmail: string;
  /** The identity provider before the run. If it was on, the run never changes it. */
  found: IdentityProvider;
  verdicts: Verdicts;
  remember(id: AssumptionId, verdict: Verdict['verdict'], evidence: string): void;
  /** The result of a command that must succeed. */
  run<T>(command: CommandName, ...flags: string[]): Promise<T>;
  /** How a command ended. It may fail. */
  attempt<T>(command: CommandName, ...flags: string[]): Promise<CommandOutcome<T>>;
  deploy(changes: MetadataChanges, mode?: 'deploy' | 'validate'): Promise<DeploymentOutcome>;
  /** Removes the files of the run from this machine. */
  close(): Promise<void>;
};

/** Milliseconds that one deployment may take. */
const DEPLOYMENT_LIMIT = 15 * 60_000;

/**
 * Reads what the suite needs from an org, before anything is changed there.
 *
 * @throws Error if the org does not give its My Domain or the running user.
 */
export async function openOrg(connection: Connection, runner: CommandRunner): Promise<OrgUnderTest> {
  const names = ownNames(randomBytes(3).toString('hex'));
  const [runningUser, found] = await Promise.all([readRunningUser(connection), readIdentityProvider(connection)]);
  const myDomain = myDomainOf(connection.instanceUrl, runningUser);
  const user = await readUser(connection, runningUser.username ?? '');
  if (myDomain === undefined || user === undefined || runningUser.email === undefined) {
    throw new Error('The org does not tell its My Domain and who is signed in; the login needs the scopes id and api.');
  }
  const sourceDirectory = await mkdtemp(join(tmpdir(), 'frontline-live-'));
  await writeOwnSource(sourceDirectory, names, new Date());
  const verdicts: Verdicts = new Map();
  const attempt = <T>(command: CommandName, ...flags: string[]): Promise<CommandOutcome<T>> =>
    runner<T>(command, flags);
  return {
    connection,
    names,
    sourceDirectory,
    realmSids: { app: newRealmSid(), first: newRealmSid(), sample: newRealmSid() },
    myDomain,
    user,
    contactEmail: runningUser.email,
    found,
    verdicts,
    remember: (id, verdict, evidence) => void verdicts.set(id, { verdict, evidence }),
    attempt,
    run: async <T>(command: CommandName, ...flags: string[]) => {
      const outcome = await attempt<T>(command, ...flags);
      if (outcome.outcome === 'failed') {
        throw new Error(`sf frontline ${command}: ${outcome.name}: ${outcome.message}`);
      }
      return outcome.result;
    },
    deploy: async (changes, mode = 'deploy') => {
      waitAtMost(connection, DEPLOYMENT_LIMIT);
      try {
        return await deployChanges(connection, changes, { checkOnly: mode === 'validate' });
      } finally {
        // What is asked after it, such as a sign-in to a new app, can take longer.
        waitAtMost(connection, Infinity);
      }
    },
    close: () => rm(sourceDirectory, { recursive: true, force: true }),
  };
}

function newRealmSid(): string {
  return `JB${randomBytes(16).toString('hex')}`;
}

/** What the org says about a deployment that it refused. */
export function refusalOf(outcome: DeploymentOutcome): string {
  switch (outcome.outcome) {
    case 'succeeded':
      return '';
    case 'canceled':
      return `canceled by ${outcome.by}`;
    case 'failed':
      return outcome.problems.map(({ type, problem }) => `${type}: ${problem}`).join('; ');
  }
}
