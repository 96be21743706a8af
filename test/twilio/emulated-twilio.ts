import type { FrontlineUser } from './api/user.ts';
import { readConsoleForm, type ConsoleForm } from './console-form.ts';
import { settle, type TwilioOptions } from './options.ts';
import { startServer, type RunningTwilio } from './server/start-server.ts';
import { createState } from './state.ts';

/** An emulated Twilio that listens on loopback: SAML service provider, Frontline app, and the REST APIs around them. */
export type EmulatedTwilio = RunningTwilio & {
  realmSid: string;
  entityId: string;
  /** What Twilio holds for the address of its assertion consumer service. */
  acsUrl: string;
  /** What Twilio holds for the address of the login page. */
  loginPageUrl: string;
  /**
   * Saves the page "Single sign-on" of the Console.
   *
   * @throws ConsoleFormRefused that names the field.
   */
  configure(form: ConsoleForm): void;
  /** Presses Reset on that page: nothing is saved any longer. */
  reset(): void;
  /** The User resources, in the order of their first sign-ins. */
  users(): FrontlineUser[];
  /**
   * Blocks a user.
   *
   * @throws Error when nobody with this identity has signed in.
   */
  deactivate(identity: string): void;
};

/** Starts a Twilio on 127.0.0.1. Any number of them run side by side; each has its own realm, account and users. */
export async function startEmulatedTwilio(options: TwilioOptions = {}): Promise<EmulatedTwilio> {
  const twilio = createState(settle(options));
  const running = await startServer(twilio, options);
  const { realmSid, loginUrl, switches } = twilio.options;
  return {
    ...running,
    realmSid,
    entityId: twilio.entityId,
    acsUrl: twilio.acsUrl,
    loginPageUrl: `${loginUrl}/login`,
    configure(form) {
      twilio.settings = readConsoleForm(form, switches);
    },
    reset() {
      twilio.settings = undefined;
    },
    users: () => [...twilio.users.values()],
    deactivate(identity) {
      const user = twilio.users.get(identity);
      if (user === undefined) {
        throw new Error(`nobody has signed in as ${identity}`);
      }
      twilio.users.set(identity, { ...user, state: 'deactivated' });
    },
  };
}
