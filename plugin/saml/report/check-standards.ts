import type { CheckId } from './check-table.ts';

/**
 * What kind of fault a check finds, and so who can mend it. `signature`: who signed the response, and whether it was
 * altered since. `protocol`: a rule of SAML about what a response says. `schema`: the form of the document, by XML and
 * the schemas of SAML and XML Signature. `policy`: what the service provider asks beyond the standards.
 */
export type CheckKind = 'signature' | 'protocol' | 'schema' | 'policy';

/** The standard behind a check. A check of policy has a section only if a standard leaves the choice open. */
export type CheckStandard = { kind?: CheckKind; section?: string };

const RESPONSE_RULES = 'SAML Profiles 4.1.4.2';
const PROCESSING_RULES = 'SAML Profiles 4.1.4.3';

/**
 * Of every check, its kind and the section of the standard. SAML Core, Bindings and Profiles are those of SAML 2.0 with
 * the approved errata of 2012, XML Signature is the second edition of 2008. A finding about one element may name a more exact section.
 */
export const checkStandards: Record<CheckId, CheckStandard> = {
  // An error of the checker is no fault of the response, and of no kind.
  internal: {},
  'cert.parse': { kind: 'policy', section: 'RFC 5280 4.1' },
  'cert.validity': { kind: 'policy', section: 'RFC 5280 4.1.2.5' },
  'cert.key': { kind: 'policy', section: 'NIST SP 800-131A 3' },
  'cert.org': { kind: 'policy' },
  profile: { kind: 'policy' },
  'decode.base64': { kind: 'protocol', section: 'SAML Bindings 3.5.4' },
  'decode.utf8': { kind: 'schema', section: 'XML 1.0 4.3.3' },
  'xml.safe': { kind: 'policy', section: 'XML 1.0 2.2' },
  'xml.wellformed': { kind: 'schema', section: 'XML 1.0 2.1' },
  'saml.root': { kind: 'protocol', section: 'SAML Core 3.3.3' },
  'saml.ids': { kind: 'schema', section: 'SAML Core 1.3.4' },
  'saml.status': { kind: 'protocol', section: 'SAML Core 3.2.2.2' },
  'saml.notEncrypted': { kind: 'policy', section: 'SAML Core 2.3.4' },
  'saml.oneAssertion': { kind: 'policy', section: RESPONSE_RULES },
  'saml.noStray': { kind: 'schema', section: 'SAML Core 3.3.3' },
  'saml.schema': { kind: 'schema', section: 'SAML Core 3.3.3' },
  'sig.response.present': { kind: 'policy', section: 'SAML Profiles 4.1.4.5' },
  'sig.response.form': { kind: 'signature', section: 'SAML Core 5.4' },
  'sig.response.alg': { kind: 'policy', section: 'SAML Core 5.4.1' },
  'sig.response.digest': { kind: 'signature', section: 'XML Signature 3.2.1' },
  'sig.response.value': { kind: 'signature', section: 'XML Signature 3.2.2' },
  'sig.response.cert': { kind: 'signature', section: 'SAML Core 5.4.6' },
  'sig.response.meaning': { kind: 'signature', section: 'XML Signature 8.1.3' },
  'sig.assertion.present': { kind: 'policy', section: 'SAML Profiles 4.1.4.5' },
  'sig.assertion.form': { kind: 'signature', section: 'SAML Core 5.4' },
  'sig.assertion.alg': { kind: 'policy', section: 'SAML Core 5.4.1' },
  'sig.assertion.digest': { kind: 'signature', section: 'XML Signature 3.2.1' },
  'sig.assertion.value': { kind: 'signature', section: 'XML Signature 3.2.2' },
  'sig.assertion.cert': { kind: 'signature', section: 'SAML Core 5.4.6' },
  'sig.assertion.meaning': { kind: 'signature', section: 'XML Signature 8.1.3' },
  'claims.source': { kind: 'signature', section: PROCESSING_RULES },
  'resp.version': { kind: 'protocol', section: 'SAML Core 3.2.2' },
  'ass.version': { kind: 'protocol', section: 'SAML Core 2.3.3' },
  'resp.destination': { kind: 'protocol', section: 'SAML Bindings 3.5.5.2' },
  'resp.issuer': { kind: 'protocol', section: RESPONSE_RULES },
  'ass.issuer': { kind: 'protocol', section: RESPONSE_RULES },
  'resp.inResponseTo': { kind: 'protocol', section: 'SAML Core 3.2.2' },
  'ass.inResponseTo': { kind: 'protocol', section: PROCESSING_RULES },
  'resp.issueInstant': { kind: 'policy', section: 'SAML Core 3.2.2' },
  'ass.issueInstant': { kind: 'policy', section: 'SAML Core 2.3.3' },
  'ass.nameId.present': { kind: 'protocol', section: 'SAML Core 2.4.1' },
  'ass.nameId.value': { kind: 'policy', section: 'SAML Core 2.2.3' },
  'ass.nameId.format': { kind: 'policy', section: 'SAML Core 8.3' },
  'ass.bearer': { kind: 'protocol', section: RESPONSE_RULES },
  'ass.recipient': { kind: 'protocol', section: PROCESSING_RULES },
  'ass.subjectTime': { kind: 'protocol', section: PROCESSING_RULES },
  'ass.subjectNoNotBefore': { kind: 'protocol', section: RESPONSE_RULES },
  'ass.conditions': { kind: 'protocol', section: 'SAML Core 2.5.1' },
  'ass.conditionTime': { kind: 'protocol', section: 'SAML Core 2.5.1.2' },
  'ass.audience': { kind: 'protocol', section: 'SAML Core 2.5.1.4' },
  'ass.authn': { kind: 'protocol', section: 'SAML Core 2.7.2' },
  'ass.attributes': { kind: 'policy', section: 'SAML Core 2.7.3' },
  'ass.roles': { kind: 'policy', section: 'SAML Core 2.7.3.1' },
  replay: { kind: 'protocol', section: 'SAML Profiles 4.1.4.5' },
};
