import type { FrontlineStanding, TwilioAccount } from '../../twilio/frontline-api.ts';
import { verifyCheck, type VerifyCheck, type VerifyFinding } from './verify-check.ts';

/**
 * What Twilio says about a user and the account. Pure.
 *
 * @param asked the identity that was asked for, and the account that the credentials name.
 */
export function twilioChecks(
  asked: { identity: string; accountSid?: string | undefined },
  { account, user }: FrontlineStanding,
): VerifyCheck[] {
  const findings: VerifyFinding[] = [
    accountFinding(account, asked.accountSid),
    account.kind === 'flex'
      ? { id: 'twilio.user', status: 'skip', expected: asked.identity }
      : userFinding(asked.identity, user),
  ];
  return findings.map((finding) => verifyCheck('twilio', finding));
}

function accountFinding(account: TwilioAccount, named: string | undefined): VerifyFinding {
  const id = 'twilio.account';
  switch (account.kind) {
    case 'flex':
      return {
        id,
        status: 'fail',
        actual: `a Flex account (${account.accountSid}, ${account.runtimeDomain})`,
        hint: 'Flex and Frontline exclude each other within one account.',
      };
    case 'frontline':
      return named === undefined || named === account.accountSid
        ? { id, status: 'pass', actual: account.accountSid }
        : { id, status: 'fail', expected: named, actual: `an API key of ${account.accountSid}` };
    case 'neither':
      return { id, status: 'warn', actual: 'an account without a service for Frontline' };
  }
}

/** `active` does not prove that today's configuration works, only that somebody with this NameID got in once. */
function userFinding(identity: string, user: FrontlineStanding['user']): VerifyFinding {
  const id = 'twilio.user';
  if (user === undefined) {
    return {
      id,
      status: 'warn',
      expected: identity,
      actual: 'nobody with this identity has signed in',
      hint: 'The identity is the NameID of the sign-in, upper and lower case included.',
    };
  }
  const status = user.state === 'active' ? 'pass' : user.state === 'deactivated' ? 'fail' : 'warn';
  return {
    id,
    status,
    expected: identity,
    actual:
      status === 'pass' ? `has signed in, ${user.sid}` : `has signed in, and is ${user.state || 'in no known state'}`,
  };
}
