import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { RESPONSE_FAULTS, type OrgOptions } from './state.ts';

/** A flag of the command line: which option it sets and what it takes. */
type Flag = {
  option: keyof OrgOptions;
  takes:
    | { kind: 'choice' | 'choices'; values: readonly string[] }
    | { kind: 'number' | 'count' | 'version' | 'address' | 'text' | 'username' };
};

const FLAGS: Record<string, Flag> = {
  port: { option: 'port', takes: { kind: 'number' } },
  username: { option: 'username', takes: { kind: 'username' } },
  'api-version': { option: 'apiVersion', takes: { kind: 'version' } },
  'my-domain': { option: 'myDomain', takes: { kind: 'address' } },
  kind: choice('kind', 'production', 'developer', 'sandbox', 'scratch'),
  'identity-provider': choice('identityProvider', 'on', 'off', 'expired', 'none', 'ca-signed', 'csr'),
  'certificate-chain': { option: 'certificateChain', takes: { kind: 'count' } },
  'certificate-readable-after': { option: 'certificateReadableAfter', takes: { kind: 'number' } },
  'new-app-known-after': { option: 'newAppKnownAfter', takes: { kind: 'number' } },
  'new-app-until-known': choice('newAppUntilKnown', 'invalid-service-provider', 'no-access'),
  'connected-app-creation': choice('connectedAppCreation', 'blocked', 'allowed'),
  'certificate-redeploy': choice('certificateRedeploy', 'new-key', 'same-key'),
  'certificate-expiration-date': choice('certificateExpirationDate', 'optional', 'required', 'refused'),
  'certificate-and-settings-together': choice('certificateAndSettingsTogether', 'accepted', 'refused'),
  'app-without-identity-provider': choice('appWithoutIdentityProvider', 'refused', 'with-settings', 'accepted'),
  'external-client-apps': choice('externalClientApps', 'on', 'off'),
  'literal-in-external-client-app': choice('literalInExternalClientApp', 'accepted', 'refused', 'dropped'),
  'external-client-app-id': choice('externalClientAppId', 'new', 'kept'),
  'deploy-result-id': choice('deployResultId', 'live', 'former'),
  'listed-id': choice('listedId', 'live', 'former'),
  'refusal-wording': choice('refusalWording', 'usual', 'other'),
  'rolled-back-certificate': choice('rolledBackCertificate', 'gone', 'stays'),
  'deleted-certificate-rows': choice('deletedCertificateRows', 'returned', 'hidden'),
  'access-honoured': choice('accessHonoured', 'app', 'service-provider', 'both'),
  'refresh-token-rotation': choice('refreshTokenRotation', 'off', 'on'),
  'user-password': { option: 'userPassword', takes: { kind: 'text' } },
  'redirect-form': choice('redirectForm', 'status', 'meta-refresh', 'script'),
  'login-interruption': choice(
    'loginInterruption',
    'none',
    'identity-verification',
    'mfa',
    'password-change',
    'login-flow',
  ),
  'lightning-host': { option: 'lightningHost', takes: { kind: 'address' } },
  'signing-default': choice('signingDefault', 'SHA1', 'SHA256'),
  'blank-attribute': choice('blankAttribute', 'left-out', 'empty'),
  'form-characters': choice('formCharacters', 'plain', 'numeric-references'),
  'sign-in-refusal': choice('signInRefusal', 'page', 'response'),
  'response-fault': choice('responseFault', ...RESPONSE_FAULTS),
  language: choice('language', 'en_US', 'nl_NL', 'de', 'ja'),
  latency: { option: 'latency', takes: { kind: 'number' } },
  'deploy-duration': { option: 'deployDuration', takes: { kind: 'number' } },
  'polls-until-done': { option: 'pollsUntilDone', takes: { kind: 'number' } },
  'query-page-size': { option: 'queryPageSize', takes: { kind: 'count' } },
  'custom-profiles': { option: 'customProfiles', takes: { kind: 'number' } },
  'installed-package': choice('installedPackage', 'none', 'without-saml', 'with-saml'),
  'missing-permission': {
    option: 'missingPermissions',
    takes: {
      kind: 'choices',
      values: [
        'ModifyMetadata',
        'CustomizeApplication',
        'ViewSetup',
        'ManageProfilesPermissionsets',
        'ExternalClientAppDeveloper',
        'ExternalClientAppViewer',
      ],
    },
  },
};

/** What a command line asks for. */
export type CommandLine =
  | { kind: 'start'; options: OrgOptions; json: boolean }
  | { kind: 'help'; text: string }
  | { kind: 'problem'; text: string };

/** Reads the arguments of the command. Never throws: what is wrong comes back as a sentence. */
export function readCommandLine(args: string[]): CommandLine {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    return { kind: 'problem', text: parsed };
  }
  if (parsed['help'] === true) {
    return { kind: 'help', text: helpText() };
  }
  const options: Record<string, unknown> = {};
  for (const [name, { option, takes }] of Object.entries(FLAGS)) {
    const value = parsed[name];
    const texts = value === undefined ? [] : ([value].flat() as string[]);
    const refused = texts.find((text) => !isValid(takes, text));
    if (refused !== undefined) {
      return { kind: 'problem', text: `--${name} ${refused}: expected ${expected(takes)}.` };
    }
    if (texts.length > 0) {
      options[option] = valueOf(takes, texts);
    }
  }
  return { kind: 'start', options: options, json: parsed['json'] === true };
}

function choice(option: keyof OrgOptions, ...values: string[]): Flag {
  return { option, takes: { kind: 'choice', values } };
}

function parse(args: string[]): Record<string, unknown> | string {
  const flags: ParseArgsOptionsConfig = { help: { type: 'boolean' }, json: { type: 'boolean' } };
  for (const [name, { takes }] of Object.entries(FLAGS)) {
    flags[name] = { type: 'string', multiple: takes.kind === 'choices' };
  }
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function valueOf({ kind }: Flag['takes'], texts: string[]): unknown {
  const [first] = texts;
  return kind === 'choices' ? texts : kind === 'number' || kind === 'count' ? Number(first) : first;
}

function isValid(takes: Flag['takes'], text: string): boolean {
  switch (takes.kind) {
    case 'choice':
    case 'choices':
      return takes.values.includes(text);
    case 'number':
      return /^\d{1,9}$/.test(text);
    case 'count':
      return /^[1-9]\d{0,8}$/.test(text);
    case 'text':
      return text !== '';
    case 'username':
      return /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text);
    case 'version':
      return /^\d{2}\.0$/.test(text);
    case 'address':
      return URL.canParse(text) && new URL(text).origin === text;
  }
}

function expected(takes: Flag['takes']): string {
  switch (takes.kind) {
    case 'choice':
      return `one of ${takes.values.join(', ')}`;
    case 'choices':
      return `one of ${takes.values.join(', ')}; can be repeated`;
    case 'number':
      return 'a whole number';
    case 'count':
      return 'a whole number, at least 1';
    case 'text':
      return 'a text';
    case 'username':
      return 'the username of the administrator such as north@example.test, one of its own for each of several orgs';
    case 'version':
      return 'an API version such as 68.0';
    case 'address':
      return 'an address without a path, such as https://acme.my.salesforce.com';
  }
}

function helpText(): string {
  const lines = Object.entries(FLAGS).map(([name, { takes }]) => `  --${name.padEnd(34)} ${expected(takes)}`);
  return [
    'Starts an emulated Salesforce org on 127.0.0.1, port 4700 unless another is given (0: any free one).',
    '',
    ...lines,
    `  --${'json'.padEnd(34)} print address, username and token as one line of JSON`,
  ].join('\n');
}
