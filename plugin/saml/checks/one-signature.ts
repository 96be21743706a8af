import type { Element } from '../reading/element.ts';
import type { Finding } from '../report/check.ts';
import { checkIds, type SignedPart } from '../report/check-table.ts';
import { isStrict, type Expectations } from '../report/expectations.ts';
import { childrenNamed } from '../reading/elements.ts';
import { SIGNATURE } from '../reading/namespaces.ts';

/**
 * The element that need not be signed, because the other one is. The standards ask that a signature protects the
 * assertion (SAML Profiles 4.1.4.5): its own, or that of the Response around it (SAML Core 5.3).
 */
export function unsignedPart(
  response: Element,
  assertion: Element | undefined,
  expectations: Expectations,
): SignedPart | undefined {
  const [isResponseSigned, isAssertionSigned] = [isSigned(response), assertion !== undefined && isSigned(assertion)];
  if (isStrict(expectations) || isResponseSigned === isAssertionSigned) {
    return undefined;
  }
  return isResponseSigned ? 'assertion' : 'response';
}

function isSigned(element: Element): boolean {
  return childrenNamed(element, SIGNATURE, 'Signature').length > 0;
}

/** The findings about the signature of the element that need not have one. */
export function notSigned(part: SignedPart): Finding[] {
  const [present, ...others] = checkIds.filter((id) => id.startsWith(`sig.${part}.`));
  const other: SignedPart = part === 'response' ? 'assertion' : 'response';
  return [
    { id: present!, status: 'info', actual: `0, as the ${other} is signed` },
    ...others.map((id): Finding => ({ id, status: 'skip' })),
  ];
}
