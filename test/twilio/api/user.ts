import { newSid } from '../options.ts';

/** A User resource of the Frontline API (twilio-oai, `frontline.v1.user`). */
export type FrontlineUser = {
  sid: string;
  /** The NameID of the sign-in; case-sensitive. */
  identity: string;
  friendlyName: string;
  avatar: string | undefined;
  state: 'active' | 'deactivated';
  isAvailable: boolean;
};

/** The user that a first sign-in makes. */
export function newUser(identity: string): FrontlineUser {
  return {
    sid: newSid('US'),
    identity,
    friendlyName: identity,
    avatar: undefined,
    state: 'active',
    isAvailable: false,
  };
}
