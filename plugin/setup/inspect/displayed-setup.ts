import { daysLeft } from '../../saml/reading/certificate.ts';
import type { SignInUsers } from '../../salesforce/people/sign-in-users.ts';
import type { Principal } from '../../salesforce/org/access.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { fieldsOf } from '../../salesforce/metadata/metadata-difference.ts';
import { nodesOf, textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { formulaOfRoleField } from '../../salesforce/org/role-field.ts';
import type { ActualSetup } from './actual-setup.ts';
import { identityProviderCertificate } from './inspected-certificate.ts';
import { publishedCertificateAgrees } from './compare-published-certificate.ts';

/** The certificate of the identity provider; only its name is known where the org does not give the content. */
export type DisplayedCertificate = {
  name: string;
  /** ISO 8601, UTC. */
  expires?: string;
  /** Whole days; negative when it has expired. */
  daysUntilExpiry?: number;
  fingerprint?: string;
  /** Whether a certificate authority signs it, and not the org itself. */
  caSigned?: true;
  /** Why it cannot be read, as part of a sentence, if the org gives its content. */
  reason?: string;
};

/** An org's single sign-on as it stands. */
export type DisplayedSetup = {
  myDomain?: string;
  identityProvider: {
    enabled: boolean;
    certificate?: DisplayedCertificate;
    /** Whether the org publishes the same certificate; absent where that is not known. */
    publishedAgrees?: boolean;
  };
  app?: {
    kind: AppKind;
    fullName: string;
    id: string;
    label: string;
    contactEmail: string;
    /** The SAML values by element name. */
    saml: Record<string, string>;
    /** Formulas by attribute key. */
    attributes: Record<string, string>;
    /** The field that the role comes from, if the org takes no literal, with its own formula. */
    roleField?: { fullName: string; formula: string };
    /** Everything else that the app has, by field. */
    others: Record<string, string>;
  };
  /** The kind of a second app of the same name. */
  otherApp?: AppKind;
  access: Array<Pick<Principal, 'kind' | 'name' | 'label'>>;
  /** How many active users have access. Absent if it could not be read. */
  signInUsers?: SignInUsers;
};

/** What is worth showing of an inspection; pure. */
export function displayedSetup(actual: ActualSetup, now: Date): DisplayedSetup {
  const { myDomain, identityProvider, app, otherApp, grants, signInUsers } = actual;
  const certificate = displayedCertificate(actual, now);
  const agrees = publishedCertificateAgrees(actual);
  return {
    ...(myDomain === undefined ? {} : { myDomain }),
    identityProvider: {
      enabled: identityProvider.enabled,
      ...(certificate === undefined ? {} : { certificate }),
      ...(agrees === undefined ? {} : { publishedAgrees: agrees }),
    },
    ...(app === undefined ? {} : { app: displayedApp(app, actual.roleField) }),
    ...(otherApp === undefined ? {} : { otherApp }),
    access: grants
      .map(({ principal: { kind, name, label } }) => ({ kind, name, label }))
      .sort((a, b) => a.label.localeCompare(b.label)),
    ...(signInUsers === undefined ? {} : { signInUsers }),
  };
}

/** The certificate of the identity provider, if it has one. */
export function displayedCertificate(
  actual: Pick<ActualSetup, 'identityProvider' | 'certificates'>,
  now: Date,
): DisplayedCertificate | undefined {
  const current = identityProviderCertificate(actual);
  if (current === undefined) {
    return undefined;
  }
  const { name, caSigned } = current;
  const about = caSigned === undefined ? { name } : { name, caSigned };
  if (!current.ok) {
    return current.reason === undefined ? about : { ...about, reason: current.reason };
  }
  const { certificate } = current;
  return {
    ...about,
    expires: certificate.notAfter.toISOString(),
    daysUntilExpiry: daysLeft(certificate, now),
    fingerprint: certificate.fingerprint,
  };
}

function displayedApp(
  { kind, names, id, content }: NonNullable<ActualSetup['app']>,
  roleField: ActualSetup['roleField'],
): NonNullable<DisplayedSetup['app']> {
  const { attributes: _attributes, samlConfig: _saml, label: _label, contactEmail: _email, ...others } = content;
  return {
    kind,
    fullName: names.app,
    id,
    label: textAt(content, 'label') ?? '',
    contactEmail: textAt(content, 'contactEmail') ?? '',
    saml: Object.fromEntries(fieldsOf(nodesOf(content, 'samlConfig')[0] ?? {})),
    attributes: Object.fromEntries(
      nodesOf(content, 'attributes').map((node) => [textAt(node, 'key') ?? '', textAt(node, 'formula') ?? '']),
    ),
    ...(roleField === undefined
      ? {}
      : { roleField: { fullName: roleField.fullName, formula: formulaOfRoleField(roleField) } }),
    others: Object.fromEntries(fieldsOf(others)),
  };
}
