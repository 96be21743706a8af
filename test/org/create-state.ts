import { randomBytes } from 'node:crypto';
import { idMaker, withChecksum } from './database/identifiers.ts';
import { seedAccess } from './seed/access.ts';
import { seedIdentityProvider } from './seed/identity-provider.ts';
import { seedInstalledPackage } from './seed/installed-package.ts';
import { seedOrganization, seedUsers } from './seed/people.ts';
import type { OrgOptions, OrgState } from './state.ts';

/** The password of every user unless the options name another. */
export const USER_PASSWORD = 'Passw0rd!';

/** Where nobody knows what the platform does, the strict variant; what was seen to work in real orgs is accepted. */
const DEFAULTS = {
  port: 0,
  username: 'admin@example.test',
  apiVersion: '68.0',
  kind: 'developer',
  connectedAppCreation: 'blocked',
  certificateRedeploy: 'new-key',
  certificateExpirationDate: 'optional',
  certificateAndSettingsTogether: 'accepted',
  appWithoutIdentityProvider: 'refused',
  rolledBackCertificate: 'gone',
  identityProvider: 'on',
  certificateChain: 3,
  certificateReadableAfter: 0,
  newAppKnownAfter: 0,
  newAppUntilKnown: 'invalid-service-provider',
  externalClientApps: 'on',
  literalInExternalClientApp: 'accepted',
  externalClientAppId: 'new',
  deployResultId: 'live',
  listedId: 'live',
  refusalWording: 'usual',
  deletedCertificateRows: 'returned',
  accessHonoured: 'app',
  latency: 0,
  deployDuration: 0,
  pollsUntilDone: 0,
  queryPageSize: 2000,
  language: 'en_US',
  customProfiles: 0,
  installedPackage: 'none',
  clock: () => new Date(),
  missingPermissions: [],
  unreadableComponents: [],
  refreshTokenRotation: 'off',
  userPassword: USER_PASSWORD,
  redirectForm: 'script',
  loginInterruption: 'none',
  lightningHost: 'none',
  signingDefault: 'SHA1',
  blankAttribute: 'left-out',
  formCharacters: 'numeric-references',
  signInRefusal: 'page',
  responseFault: 'none',
} satisfies OrgOptions;

/**
 * A new org with its organization, users, profiles and permission sets, before any server listens.
 *
 * @param baseUrl the address it will listen on, without a trailing slash.
 */
export function createOrgState(options: OrgOptions = {}, baseUrl = 'http://127.0.0.1'): OrgState {
  const complete: Required<OrgOptions> = { myDomain: baseUrl, ...DEFAULTS, ...definedOf(options) };
  // Each org has ids of its own, so that two orgs in one process are never mistaken for one another.
  const orgPart = `5e${randomLetters(4)}`;
  const newId = idMaker(orgPart);
  const org: OrgState = {
    options: complete,
    baseUrl,
    organizationId: withChecksum(`00D${orgPart}${randomLetters(6)}`),
    adminId: newId('005'),
    rows: new Map(),
    components: new Map(),
    certificateKeys: new Map(),
    sessions: new Map(),
    profileFullNames: new Map(),
    deletedIds: new Set(),
    refreshTokens: new Map(),
    authorizationCodes: new Map(),
    frontDoors: new Map(),
    queryCursors: new Map(),
    apiUsage: { used: 0, limit: 15_000 },
    now: () => complete.clock(),
    newId,
  };
  seedOrganization(org);
  seedAccess(org);
  seedUsers(org);
  seedIdentityProvider(org);
  seedInstalledPackage(org);
  return org;
}

function definedOf(options: OrgOptions): OrgOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function randomLetters(count: number): string {
  return randomBytes(count * 4)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .padEnd(count, '0')
    .slice(0, count);
}
