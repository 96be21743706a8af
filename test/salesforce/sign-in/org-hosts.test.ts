import { expect } from 'chai';
import fc from 'fast-check';
import { isOfSameOrg } from '../../../plugin/salesforce/sign-in/org-hosts.ts';

const isOf = (address: string, org: string): boolean => isOfSameOrg(new URL(address), new URL(org));

describe('the hosts of an org', () => {
  for (const name of [
    'acme',
    'acme--uat.sandbox',
    'acme-dev-ed.develop',
    'power-saas-1234-dev-ed.scratch',
    'resourceful-otter-abc123-dev-ed.trailblaze',
    'acme.demo',
    'acme.patch',
  ]) {
    it(`are those of My Domain and of Lightning for ${name}`, () => {
      const [myDomain, lightning] = [`https://${name}.my.salesforce.com`, `https://${name}.lightning.force.com`];
      expect(isOf(`${lightning}/lightning/page/home?a=b`, myDomain)).to.equal(true);
      expect(isOf(`${myDomain}/idp/login`, lightning)).to.equal(true);
      expect(isOf(`${lightning.toUpperCase()}/`, myDomain)).to.equal(true);
      expect(isOf(`${myDomain}:443/`, myDomain)).to.equal(true);
    });
  }

  for (const [situation, address] of [
    ['a host that only begins like it', 'https://acme.my.salesforce.com.evil.example/'],
    ['a host that begins like it, of Salesforce', 'https://acme.my.salesforce.com.my.salesforce.com/'],
    ['a host that only ends like it', 'https://evil-acme.my.salesforce.com/'],
    ['a host below it', 'https://evil.acme.my.salesforce.com/'],
    ['another org', 'https://evil.my.salesforce.com/'],
    ["another org's Lightning host", 'https://evil.lightning.force.com/'],
    ['a sandbox of it', 'https://acme--uat.sandbox.my.salesforce.com/'],
    ['an org of another kind with its name', 'https://acme.develop.my.salesforce.com/'],
    ['a host with another dash', 'https://acme--uat.my.salesforce.com/'],
    ['a host without its name', 'https://my.salesforce.com/'],
    ['the login host of all orgs', 'https://login.salesforce.com/'],
    ['a host of another product with its name', 'https://acme.my.site.com/'],
    ['a host that a customer can fill', 'https://acme.file.force.com/'],
    ['a host with its name before an @', 'https://acme.my.salesforce.com@evil.example/'],
    ['its host after a user name', 'https://evil@acme.my.salesforce.com/'],
    ['its host after a password', 'https://:evil@acme.my.salesforce.com/'],
    ['its host without encryption', 'http://acme.my.salesforce.com/'],
    ['its Lightning host without encryption', 'http://acme.lightning.force.com/'],
    ['another port of it', 'https://acme.my.salesforce.com:8443/'],
    ['another port of its Lightning host', 'https://acme.lightning.force.com:8443/'],
    ['its host as an absolute name', 'https://acme.my.salesforce.com./'],
    ['a name with a letter that looks the same', 'https://\u0430cme.my.salesforce.com/'],
    ['a dot that looks the same, in front of another host', 'https://acme.my.salesforce.com\u3002evil.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a file', 'file://acme.my.salesforce.com/etc/passwd'],
  ] as const) {
    it(`do not include ${situation}`, () => {
      expect(isOf(address, 'https://acme.my.salesforce.com')).to.equal(false);
      expect(isOf(address, 'https://acme.lightning.force.com')).to.equal(false);
    });
  }

  it('do not include what an org without a My Domain shares with others', () => {
    expect(isOf('https://na139.lightning.force.com/', 'https://na139.salesforce.com')).to.equal(false);
    expect(isOf('https://na139.salesforce.com/a', 'https://na139.salesforce.com')).to.equal(true);
  });

  it('are one origin for an org on this machine', () => {
    expect(isOf('http://127.0.0.1:4700/a', 'http://127.0.0.1:4700')).to.equal(true);
    expect(isOf('http://127.0.0.1:4701/a', 'http://127.0.0.1:4700')).to.equal(false);
    expect(isOf('https://127.0.0.1:4700/a', 'http://127.0.0.1:4700')).to.equal(false);
  });

  it('are two at most, whatever parts an address is made of', () => {
    const parts = fc.array(
      fc.constantFrom(
        'acme',
        'evil',
        '.my.salesforce.com',
        '.lightning.force.com',
        '.sandbox',
        '--',
        '@',
        ':',
        '/',
        '.',
        '#',
        '?',
        '\\',
        '443',
        '%2e',
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(parts, (all) => {
        const address = `https://${all.join('')}`;
        if (URL.canParse(address) && isOf(address, 'https://acme.my.salesforce.com')) {
          expect(['https://acme.my.salesforce.com', 'https://acme.lightning.force.com']).to.include(
            new URL(address).origin,
          );
        }
      }),
      { numRuns: 5000 },
    );
  });
});
