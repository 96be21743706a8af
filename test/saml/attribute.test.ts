import { expect } from 'chai';
import { checkResponse, type ResponseReport } from '../../plugin/saml/check-response.ts';
import type { Expected } from '../../plugin/saml/report/expectations.ts';
import { expected, makeXml, toBase64 } from './sign-in.ts';

const { certificates, issuer, acsUrl, entityId, requestId, now } = expected;

/** The report on a good response, for a service provider that asks for this attribute. */
function report(attribute: unknown): ResponseReport {
  const asked = { certificates, issuer, acsUrl, entityId, requestId, now, attribute };
  return checkResponse(toBase64(makeXml({})), asked as Expected);
}

const checkOf = ({ checks }: ResponseReport) => checks.find(({ id }) => id === 'ass.roles');

describe('a response for a service provider other than Frontline', () => {
  it('may be asked for any attribute', () => {
    expect(report({ name: 'email', value: 'ada@example.com' }).ok).to.equal(true);
    const other = report({ name: 'emails', value: 'ada@example.com' });
    expect(other.ok).to.equal(false);
    expect(checkOf(other)?.hint).to.equal('There is an attribute "email"; the name must be exactly "emails".');
  });

  it('says how to correct the attribute, in the words it was given or in general ones', () => {
    const wanted = { name: 'emails', value: 'ada@example.com' };
    expect(checkOf(report({ ...wanted, fix: 'Map the address.' }))?.fix).to.equal('Map the address.');
    const inGeneral = "Let the identity provider's app send the expected attribute with the expected value.";
    expect(checkOf(report(wanted))?.fix).to.equal(inGeneral);
    expect(checkOf(report({ ...wanted, fix: 7 }))?.fix).to.equal(inGeneral);
  });

  it('may have any attributes if none is asked for', () => {
    const any = report(undefined);
    expect(any.ok).to.equal(true);
    expect(checkOf(any)?.status).to.equal('info');
  });

  it('is refused if the attribute asked for is of a wrong type', () => {
    for (const given of [7, 'email', {}, { name: 'email' }, { name: 'email', value: 7 }]) {
      expect(checkOf(report(given))?.status, JSON.stringify(given)).to.equal('fail');
    }
  });
});
