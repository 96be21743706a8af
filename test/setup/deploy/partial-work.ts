import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import { setupOf } from '../../interruption/setup-of.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import type { OrgOptions } from '../../org/state.ts';
import { REALM_SID, startDeployedOrg } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand, type CommandClass } from '../../support/run-command.ts';

const START = { method: 'POST', path: /deployRequest$/ };
const ID = '0AfXX0000000001AAA';

/** As many deployments as can be, since the org takes none of them together. */
export const ONE_BY_ONE: OrgOptions = {
  identityProvider: 'off',
  connectedAppCreation: 'allowed',
  certificateAndSettingsTogether: 'refused',
};

export type Scenario = {
  name: string;
  command: CommandClass<unknown>;
  flags: string[];
  start: () => Promise<EmulatedOrg>;
};

export const SCENARIOS: Scenario[] = [
  {
    name: 'sso deploy',
    command: SsoDeploy,
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg(ONE_BY_ONE),
  },
  {
    name: 'sso deploy in one deployment',
    command: SsoDeploy,
    flags: ['--realm-sid', REALM_SID],
    start: () =>
      startEmulatedOrg({
        ...ONE_BY_ONE,
        certificateAndSettingsTogether: 'accepted',
        appWithoutIdentityProvider: 'with-settings',
      }),
  },
  {
    name: 'sso deploy that turns to the other kind of app',
    command: SsoDeploy,
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg({ ...ONE_BY_ONE, connectedAppCreation: 'blocked' }),
  },
  {
    name: 'sso delete',
    command: SsoDelete,
    flags: ['--include-certificate', '--no-prompt'],
    start: () => startDeployedOrg(ONE_BY_ONE),
  },
  {
    name: 'sso delete of an external client app',
    command: SsoDelete,
    flags: ['--no-prompt'],
    start: () => startDeployedOrg({ ...ONE_BY_ONE, connectedAppCreation: 'blocked' }),
  },
];

export const REFUSED = {
  success: false,
  status: 'Failed',
  details: {
    componentFailures: [{ componentType: 'Layout', fullName: 'L', fileName: 'l', problem: 'UNKNOWN_EXCEPTION' }],
  },
};
const BLOCKED = {
  ...REFUSED,
  details: {
    componentFailures: [
      { componentType: 'ConnectedApp', fullName: 'A', fileName: 'a', problem: "You can't create a connected app." },
    ],
  },
};
/** The ways in which the org ends a deployment that it does not store. */
export const ENDS = { refused: REFUSED, blocked: BLOCKED, canceled: { success: false, status: 'Canceled' } };

/** Lets the org take a deployment, and do nothing of it in the end. */
export function failDeployment(org: EmulatedOrg, skip: number, end: object): void {
  const answer = (status: number, body: object): FaultAction => ({
    kind: 'status',
    status,
    contentType: 'application/json',
    body: JSON.stringify(body),
  });
  const ended = answer(200, { deployResult: { id: ID, done: true, ...end } });
  org.inject({ ...START, skip, action: answer(201, { id: ID }) });
  org.inject({ method: 'GET', path: new RegExp(ID), action: ended });
}

function textOf({ message, actions = [] }: SfError): string {
  return [message, ...actions].join('\n');
}

/** Fails one deployment of a run. @returns whether the run came to it. */
async function failAt({ command, flags, start }: Scenario, number: number, end: object): Promise<boolean> {
  const org = await start();
  try {
    const before = JSON.stringify(setupOf(org));
    org.clearLog();
    failDeployment(org, number, end);
    const run = await runCommand(command, org, ...flags);
    const sent = org.log.filter(({ method, path }) => START.method === method && START.path.test(path)).length;
    // A connected app that was blocked, and then made as the other kind, is no failure.
    if (run.error === undefined || sent <= number) {
      resultOf(run);
      return sent > number;
    }
    const text = textOf(errorOf(run));
    const untouched = JSON.stringify(setupOf(org)) === before;
    expect(/nothing was changed/i.test(text), `deployment ${number + 1}: ${text}`).to.equal(untouched);
    expect(/Already done, and kept: /.test(text), `deployment ${number + 1}: ${text}`).to.equal(!untouched);
    return true;
  } finally {
    await org.stop();
  }
}

/** Fails each deployment of a scenario in turn, and checks what the command says of it. */
export async function failEach(scenario: Scenario, end: object): Promise<void> {
  let number = 0;
  while (await failAt(scenario, number, end)) {
    number++;
  }
  expect(number).to.be.greaterThan(0);
}
