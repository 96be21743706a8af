import { randomBytes } from 'node:crypto';
import { newSid } from '../options.ts';
import type { SignedInUser } from '../state.ts';
import type { FlexSettings } from './console-form.ts';
import type { FlexUser, FlexWorker } from './user.ts';

/** What waits for an answer of the identity provider. */
export type OpenRequest = { id: string; redirectUrl: URL };

/** What an account with Flex knows besides its options. */
export type FlexState = {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly instanceSid: string;
  readonly clientId: string;
  /** What is saved on the Console's page; undefined before anything is. */
  settings: FlexSettings | undefined;
  /** The AuthnRequests that nobody has answered yet, by the RelayState that went with them. */
  readonly openRequests: Map<string, OpenRequest>;
  /** IDs of the assertions that signed somebody in. */
  readonly usedAssertions: Set<string>;
  /** By the value of the session cookie. */
  readonly sessions: Map<string, SignedInUser>;
  /** By the NameID, which is the name of the user. */
  readonly users: Map<string, FlexUser>;
  /** By the NameID too. */
  readonly workers: Map<string, FlexWorker>;
};

/** A Flex on which nothing has been saved yet; its names follow from the SID of the profile (Twilio's guides). */
export function createFlexState(ssoProfileSid: string): FlexState {
  return {
    entityId: `urn:flex:${ssoProfileSid}`,
    acsUrl: `https://login.flex.us1.twilio.com/login/callback?connection=${ssoProfileSid}`,
    instanceSid: newSid('GO'),
    clientId: randomBytes(16).toString('hex'),
    settings: undefined,
    openRequests: new Map(),
    usedAssertions: new Set(),
    sessions: new Map(),
    users: new Map(),
    workers: new Map(),
  };
}
