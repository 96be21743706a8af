import type { SfError } from '@salesforce/core';
import type { Principal } from '../../salesforce/org/access.ts';
import { decodedName } from '../../salesforce/metadata/metadata-reading.ts';
import { isRecordId, shortId } from '../../salesforce/api/record-id.ts';
import type { ErrorName } from '../../error-names.ts';
import { setupError } from '../../errors.ts';
import { nearestNames } from '../../text/nearest-names.ts';
import { sameName } from '../../text/same-name.ts';
import { standardFileName } from './standard-profiles.ts';

/** What names are looked up in: the org's profiles and permission sets. */
export type KnownPrincipals = {
  principals: Principal[];
  /** Profile ids by file name. */
  profileIds: Map<string, string>;
};

/**
 * The profiles that a person means by labels (in the org's language, or for standard profiles in English), file names such
 * as `Admin`, or ids; in the order of the names.
 *
 * @throws ProfileNotFound for the first name that none carries, with the nearest ones; ProfileAmbiguous for one that is
 * the label of a profile and the file name of another.
 */
export function findProfiles(names: string[], known: KnownPrincipals): Principal[] {
  const profiles = profilesIn(known);
  const byLabel = firstBy(profiles, ({ label }) => label.toLowerCase());
  const byId = byProfileId(profiles);
  const byFileName = new Map([...known.profileIds].map(([fileName, id]) => [fileName.toLowerCase(), id]));
  const byEnglishLabel = (label: string): Principal | undefined =>
    byId.get(shortId(known.profileIds.get(standardFileName(label) ?? '')));
  return names.map((name) => {
    const wanted = name.trim();
    const identified = isRecordId(wanted, '00e') ? byId.get(shortId(wanted)) : undefined;
    const labelled = byLabel.get(wanted.toLowerCase());
    const named = byId.get(shortId(known.profileIds.get(wanted) ?? byFileName.get(wanted.toLowerCase())));
    if (identified === undefined && labelled !== undefined && named !== undefined && labelled !== named) {
      const candidates = [named, labelled].map(({ label, profileId = '' }) => `${label} (${profileId})`);
      throw setupError('ProfileAmbiguous', { tokens: [name, candidates.join(', ')] });
    }
    return identified ?? labelled ?? named ?? byEnglishLabel(wanted) ?? refuseProfile(name, known);
  });
}

/**
 * The profiles that files of a source stand for: their names are only file names, whatever label another profile has.
 *
 * @throws ProfileNotFound.
 */
export function profilesOfFiles(fullNames: string[], known: KnownPrincipals): Principal[] {
  const byId = byProfileId(profilesIn(known));
  return fullNames.map((name) => {
    const id = known.profileIds.get(name) ?? known.profileIds.get(decodedName(name));
    return byId.get(shortId(id)) ?? refuseProfile(name, known);
  });
}

function profilesIn({ principals }: KnownPrincipals): Principal[] {
  return principals.filter(({ kind }) => kind === 'profile');
}

function refuseProfile(name: string, known: KnownPrincipals): never {
  const ids = new Map([
    ...[...known.profileIds].map(([fileName, id]): [string, string] => [fileName, shortId(id)]),
    ...profilesIn(known).map(({ label, profileId }): [string, string] => [label, shortId(profileId ?? label)]),
  ]);
  throw notFound(
    'ProfileNotFound',
    [name],
    nearestNames(name, [...ids.keys()], (text) => ids.get(text) ?? text),
  );
}

/** Profiles by the short form of their ids. A profile whose id is not known is not among them. */
function byProfileId(profiles: Principal[]): Map<string, Principal> {
  const identified = profiles.filter(({ profileId }) => profileId !== undefined);
  return firstBy(identified, ({ profileId }) => shortId(profileId));
}

/** The first principal of each key. */
function firstBy(principals: Principal[], keyOf: (principal: Principal) => string): Map<string, Principal> {
  return new Map([...principals].reverse().map((principal) => [keyOf(principal), principal]));
}

/**
 * The permission set that a person means by its API name, label or id.
 *
 * @returns undefined if there is none.
 * @throws PermissionSetAmbiguous if several have the label.
 */
export function findPermissionSet(name: string, principals: Principal[]): Principal | undefined {
  const wanted = name.trim();
  const sets = principals.filter(({ kind }) => kind === 'permission-set');
  const exact = sets.find(
    (set) =>
      sameName(set.name, wanted) || (isRecordId(wanted, '0PS') && shortId(set.permissionSetId) === shortId(wanted)),
  );
  const labelled = sets.filter(({ label }) => sameName(label, wanted));
  const byLabel = [...new Map(labelled.map((set) => [set.permissionSetId, set])).values()];
  if (exact === undefined && byLabel.length > 1) {
    throw setupError('PermissionSetAmbiguous', { tokens: [name, byLabel.map((set) => set.name).join(', ')] });
  }
  return exact ?? byLabel[0];
}

/** The permission set that a file of a source stands for. Its name is only the API name. */
export function permissionSetOfFile(fullName: string, principals: Principal[]): Principal | undefined {
  return principals.find(({ kind, name }) => kind === 'permission-set' && sameName(name, fullName));
}

/**
 * The error for a permission set that does not exist, with the nearest names.
 *
 * @param elsewhere words for where else it was looked for.
 */
export function permissionSetNotFound(name: string, known: string[], elsewhere = ''): SfError {
  return notFound('PermissionSetNotFound', [name, elsewhere], nearestNames(name, known));
}

function notFound(error: ErrorName, tokens: [name: string, ...others: string[]], nearest: string[]): SfError {
  const refusal = setupError(error, {
    tokens,
    actionTokens: [nearest.map((text) => `"${text}"`).join(', ')],
    data: { given: tokens[0], nearest },
  });
  if (nearest.length === 0) {
    // The first of them offers the names.
    refusal.actions?.shift();
  }
  return refusal;
}
