import { readFlexConsoleForm, type FlexConsoleForm } from './flex/console-form.ts';
import { DESKTOP_URL, loginLinkOf } from './flex/app.ts';
import type { FlexUser, FlexWorker } from './flex/user.ts';
import { settle, type TwilioAccount, type TwilioOptions } from './options.ts';
import { startServer, type RunningTwilio } from './server/start-server.ts';
import { createState } from './state.ts';

/** An emulated Twilio whose account has Flex: SAML service provider, Flex app, and the APIs around them. */
export type EmulatedFlex = RunningTwilio & {
  ssoProfileSid: string;
  entityId: string;
  /** The address of its assertion consumer service. */
  acsUrl: string;
  /** The two names that the account had before its migration. Nothing answers there. */
  legacy: { entityId: string; acsUrl: string };
  /** The public configuration of the account. */
  configUrl: string;
  /** The link of the Console that starts a sign-in. */
  loginLink: string;
  /** Where a sign-in ends. */
  desktopUrl: string;
  /**
   * Saves Flex's page "Single sign-on (SSO)" of the Console.
   *
   * @throws ConsoleFormRefused that names the field.
   */
  configure(form: FlexConsoleForm): void;
  /** Nothing is saved on that page any longer. */
  reset(): void;
  /** The users, in the order of their first sign-ins. Each is billed. */
  users(): FlexUser[];
  /** The TaskRouter workers of the users, in the same order. */
  workers(): FlexWorker[];
};

export type FlexOptions = Omit<TwilioOptions, 'account'> & { account?: Partial<Omit<TwilioAccount, 'product'>> };

/** Starts a Twilio on 127.0.0.1 whose account has Flex. Any number of them run side by side. */
export async function startEmulatedFlex(options: FlexOptions = {}): Promise<EmulatedFlex> {
  const twilio = createState(settle({ ...options, account: { ...options.account, product: 'flex' } }));
  const running = await startServer(twilio, options);
  const { flex } = twilio;
  const { account, ssoProfileSid, switches } = twilio.options;
  const legacy = `https://iam.twilio.com/v1/Accounts/${account.sid}/saml2`;
  return {
    ...running,
    ssoProfileSid,
    entityId: flex.entityId,
    acsUrl: flex.acsUrl,
    legacy: { entityId: `${legacy}/metadata`, acsUrl: legacy },
    configUrl: `https://services.twilio.com/v1/Flex/Authentication/Config?AccountSid=${account.sid}`,
    loginLink: loginLinkOf(twilio.options),
    desktopUrl: DESKTOP_URL,
    configure(form) {
      flex.settings = readFlexConsoleForm(form, switches);
    },
    reset() {
      flex.settings = undefined;
    },
    users: () => [...flex.users.values()],
    workers: () => [...flex.workers.values()],
  };
}
