import { newSid } from '../options.ts';
import type { Claims, ClaimValue } from './claims.ts';

/** A user of Flex, billed from the first sign-in on (some fields of twilio-oai, `flex.v2.flex_user`). */
export type FlexUser = {
  sid: string;
  /** The NameID of the sign-in. */
  username: string;
  fullName: string;
  email: string;
  roles: readonly string[];
};

/** The TaskRouter worker of a user, whose name is the user's (Twilio's guide). */
export type FlexWorker = {
  sid: string;
  friendlyName: string;
  /** What the responses have said of the user, and how the worker is called. */
  attributes: Readonly<Record<string, ClaimValue>>;
  /** By the name of the TaskRouter channel. */
  channels: Readonly<Record<string, { capacity?: ClaimValue; availability?: ClaimValue }>>;
};

/** The facts that a response must have. */
export type Identity = { username: string; fullName: string; email: string; roles: readonly string[] };

/** The user after a sign-in, new or not. */
export function signedInUser(identity: Identity, earlier: FlexUser | undefined): FlexUser {
  return { sid: earlier?.sid ?? newSid('FU'), ...identity };
}

/** The worker after a sign-in, new or not: an attribute that no longer comes keeps its value (Twilio's guide). */
export function signedInWorker(username: string, claims: Claims, earlier: FlexWorker | undefined): FlexWorker {
  let attributes: FlexWorker['attributes'] = { contact_uri: contactUri(username), ...earlier?.attributes };
  let channels: FlexWorker['channels'] = { ...earlier?.channels };
  for (const [name, value] of claims) {
    const [, channel, property] = /^channel\.([^.]+)\.(capacity|availability)$/.exec(name) ?? [];
    if (channel === undefined || property === undefined) {
      attributes = { ...attributes, [name]: value };
    } else {
      channels = { ...channels, [channel]: { ...channels[channel], [property]: value } };
    }
  }
  return { sid: earlier?.sid ?? newSid('WK'), friendlyName: username, attributes, channels };
}

/** Letters, digits and underscores: every other character becomes its code, `@` for example `_40` (seen). */
function contactUri(username: string): string {
  const escaped = username.replace(/[^A-Za-z0-9]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
  return `client:${escaped}`;
}
