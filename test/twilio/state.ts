import type { ApiFault } from './api/fault.ts';
import type { FrontlineUser } from './api/user.ts';
import type { SavedSettings } from './console-form.ts';
import { createFlexState, type FlexState } from './flex/state.ts';
import type { Settled } from './options.ts';

/** Who is signed in to an app; only Flex is told the full name. */
export type SignedInUser = { nameId: string; roles: readonly string[]; fullName?: string };

/** Everything one emulated Twilio knows: what is Frontline's, what is Flex's, and what is of both. */
export type TwilioState = {
  readonly options: Settled;
  readonly entityId: string;
  readonly acsUrl: string;
  /** What is saved on the Console's page; undefined before anything is. */
  settings: SavedSettings | undefined;
  /** IDs of the AuthnRequests that nobody has answered yet, by the RelayState that went with them. */
  readonly openRequests: Map<string, string>;
  /** IDs of the assertions that signed somebody in. */
  readonly usedAssertions: Set<string>;
  /** By the value of the session cookie. */
  readonly sessions: Map<string, SignedInUser>;
  /** By identity, which is the NameID. */
  readonly users: Map<string, FrontlineUser>;
  readonly flex: FlexState;
  readonly faults: ApiFault[];
};

/** A Twilio on which nothing has been saved yet. */
export function createState(options: Settled): TwilioState {
  const address = `${options.iamUrl}/v2/saml2`;
  return {
    options,
    entityId: `${address}/metadata/${options.realmSid}`,
    acsUrl: `${address}/authenticate/${options.realmSid}`,
    settings: undefined,
    openRequests: new Map(),
    usedAssertions: new Set(),
    sessions: new Map(),
    users: new Map(),
    flex: createFlexState(options.ssoProfileSid),
    faults: [],
  };
}
