/**
 * Host names with a My Domain name, after the optional name of the org's kind: `acme.my.salesforce.com`,
 * `acme--uat.sandbox.lightning.force.com`, `acme-dev-ed.develop.my.salesforce.com` (Salesforce Help, "My Domain URL
 * Formats"). The name and the kind identify the org.
 */
const MY_DOMAIN_HOST = /^([a-z0-9-]+(?:\.[a-z]+)?)\.(?:my\.salesforce|lightning\.force)\.com$/;

/**
 * Whether an address is of the same org as another: on the same origin, or on a host of the same My Domain by HTTPS
 * and its usual port. An address with a user name or a password in it never is.
 */
export function isOfSameOrg(address: URL, org: URL): boolean {
  if (address.username !== '' || address.password !== '') {
    return false;
  }
  return (
    address.origin === org.origin || (myDomainOf(address) !== undefined && myDomainOf(address) === myDomainOf(org))
  );
}

function myDomainOf({ protocol, port, hostname }: URL): string | undefined {
  return protocol === 'https:' && port === '' ? MY_DOMAIN_HOST.exec(hostname)?.[1] : undefined;
}
