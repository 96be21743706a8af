import type { Grant, OrphanedGrants, Principal } from '../../salesforce/org/access.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import type { IdentityProvider, PublishedIdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import type { RoleField } from '../../salesforce/org/role-field.ts';
import type { ActualApp } from '../../salesforce/org/org-apps.ts';
import type { PermissionSetGroup } from '../../salesforce/people/groups.ts';
import type { SignInUsers } from '../../salesforce/people/sign-in-users.ts';
import type { OrgUser } from '../../salesforce/people/user.ts';
import type { RunningUser } from '../../salesforce/org/my-domain.ts';
import type { InspectedCertificate } from './inspected-certificate.ts';

/** The single sign-on setup as it stands in an org. */
export type ActualSetup = {
  myDomain?: string | undefined;
  runningUser: RunningUser;
  identityProvider: IdentityProvider;
  /** Developer names of all certificates. */
  certificateNames: string[];
  /** The certificates that matter: the identity provider's, and the one asked for. */
  certificates: InspectedCertificate[];
  /** The service provider's app: of the kind that was asked for, else the connected app before the other kind. */
  app?: ActualApp | undefined;
  /** The kind of an app of the same name beside it, or in its place. */
  otherApp?: AppKind | undefined;
  /** All profiles and the permission sets that were asked for. */
  principals: Principal[];
  /** Profile ids by file name (`Admin`), which does not depend on the org's language. */
  profileIds: Map<string, string>;
  grants: Grant[];
  /** Groups of permission sets. Undefined unless asked for, or if they could not be read. */
  groups?: PermissionSetGroup[] | undefined;
  /** How many active users have access. Undefined unless asked for, or if it could not be read. */
  signInUsers?: SignInUsers | undefined;
  /** The users that were asked for. All of them exist and are active. */
  users?: OrgUser[] | undefined;
  /** Grants that the app may have lost with an earlier id. They are looked for only if nobody has access to it. */
  orphaned?: OrphanedGrants | undefined;
  /** The field that holds the role, if the app takes it from there, or if it was asked for and exists. */
  roleField?: RoleField | undefined;
  /** Contents of the permission sets that are in the source, by name, if they were asked for. */
  permissionSets?: Map<string, MetadataNode> | undefined;
  /** Names of all apps that sign users in with SAML. Undefined unless asked for, or if they could not be read. */
  serviceProviders?: string[] | undefined;
  /** The SAML metadata that the org serves to everyone. Undefined if it serves none. */
  publishedMetadata?: PublishedIdentityProvider | undefined;
};

/** The names to look for. The rest of the inspection needs no names. */
export type Questions = {
  appName: string;
  /** The kind of app to look at where the org has both; `auto` prefers the connected app. */
  appType?: 'auto' | AppKind;
  /** The certificate that is wanted. The identity provider's own is always read. */
  certificateName?: string;
  /** Permission sets that the org should have. If one is missing, all are read to suggest the nearest name. */
  permissionSets?: string[];
  /** Permission sets that need not be there, since the source can make them. */
  permissionSetsInSource?: string[];
  /** User names of those who are to have access. */
  usernames?: string[];
  /** Whether to read the groups of permission sets. They are always read with users. */
  groups?: boolean;
  /** Whether to count the users who have access. */
  signInUsers?: boolean;
  /** The user who is signed in, if that is known already. */
  runningUser?: RunningUser;
  /** Whether to find all apps that sign users in by SAML, which takes requests of its own. */
  serviceProviders?: boolean;
  /** Whether to read the field that can hold the role. One that the app takes it from is always read. */
  roleField?: boolean;
  /** Whether to read the contents of the permission sets that are in the source. */
  permissionSetContents?: boolean;
  /**
   * A time. If the identity provider is on and has no certificate that is valid then, what a successor depends on is read
   * too: the service providers, if they can be read, and the certificates that are named like the wanted one.
   */
  validAt?: Date;
};
