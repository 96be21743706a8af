import { expect } from 'chai';
import { createRequire } from 'node:module';

const fromHere = createRequire(import.meta.url);

describe('the libraries under the signature check', () => {
  it('share one copy of @xmldom/xmldom, whose options the parser of this project depends on', () => {
    const fromXmlCrypto = createRequire(fromHere.resolve('xml-crypto'));
    expect(fromXmlCrypto.resolve('@xmldom/xmldom')).to.equal(fromHere.resolve('@xmldom/xmldom'));
    const { version } = fromHere('@xmldom/xmldom/package.json') as { version: string };
    expect(version).to.match(/^0\.8\./);
  });
});
