import { createPublicKey, X509Certificate } from 'node:crypto';
import { SIGNATURE } from '../judge/names.ts';
import { elementsFrom, isNamed, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import { key, otherKey } from '../../keys.ts';
import { replaced, type Mutation } from './mutation.ts';
import { pick, type Random } from './random.ts';

const der = (pem: string): Buffer => new X509Certificate(pem).raw;

function certificateXml(pem: string, behind: Buffer = Buffer.alloc(0)): string {
  const base64 = Buffer.concat([der(pem), behind]).toString('base64');
  return `<ds:X509Certificate>${base64}</ds:X509Certificate>`;
}

function rsaKeyXml(pem: string): string {
  const { n = '', e = '' } = createPublicKey(pem).export({ format: 'jwk' });
  const [modulus, exponent] = [n, e].map((number) => Buffer.from(number, 'base64url').toString('base64'));
  return `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${modulus}</ds:Modulus><ds:Exponent>${exponent}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`;
}

const data = (content: string): string => `<ds:X509Data>${content}</ds:X509Data>`;
const [TRUSTED, FOREIGN] = [key.certificatePem, otherKey.certificatePem];

const trusted = data(certificateXml(TRUSTED));

/** What a KeyInfo can be instead of one with the trusted certificate alone. */
const CLASSES: Record<string, string[]> = {
  'the trusted key in another form': [
    '',
    keyInfo(data(certificateXml(TRUSTED) + certificateXml(TRUSTED))),
    keyInfo(rsaKeyXml(TRUSTED)),
    keyInfo(rsaKeyXml(TRUSTED) + trusted),
    keyInfo(`<ds:KeyName>SalesforceSSO</ds:KeyName>${trusted}`),
  ],
  'a foreign certificate': [
    keyInfo(data(certificateXml(FOREIGN))),
    keyInfo(data(certificateXml(FOREIGN) + certificateXml(TRUSTED))),
    keyInfo(data(certificateXml(TRUSTED) + certificateXml(FOREIGN))),
    keyInfo(trusted + data(certificateXml(FOREIGN))),
  ],
  'a foreign RSAKeyValue': [
    keyInfo(rsaKeyXml(FOREIGN)),
    keyInfo(rsaKeyXml(FOREIGN) + trusted),
    keyInfo(trusted + rsaKeyXml(FOREIGN)),
  ],
  'bytes behind the certificate': [
    keyInfo(data(certificateXml(TRUSTED, Buffer.from([0])))),
    keyInfo(data(certificateXml(TRUSTED, Buffer.from([0x30, 0x03, 0x02, 0x01, 0x05])))),
    keyInfo(data(certificateXml(TRUSTED, der(FOREIGN)))),
  ],
  'a remote key': [
    keyInfo(`<ds:RetrievalMethod URI="https://evil.example/"/>${trusted}`),
    keyInfo('<dsig11:KeyInfoReference xmlns:dsig11="http://www.w3.org/2009/xmldsig11#" URI="#_x"/>'),
  ],
  'a wrong form': [
    '<ds:KeyInfo/>',
    keyInfo(trusted).repeat(2),
    keyInfo(data('')),
    keyInfo(data('<ds:X509Certificate/>')),
    keyInfo(trusted.replace('MII', 'M!!')),
    keyInfo(rsaKeyXml(TRUSTED).replace(/<ds:Modulus>.*<\/ds:Modulus>/, '')),
    keyInfo('<ds:PGPData/>'),
    keyInfo('<ds:constructor/>'),
    keyInfo(`x${trusted}`),
  ],
};

export const KEY_INFO_MUTATIONS: Mutation[] = Object.entries(CLASSES).map(([name, variants]) => ({
  name: `KeyInfo: ${name}`,
  on: 'tree',
  mutate: (document, random) => withKeyInfo(document, random, pick(random, variants)),
}));

function keyInfo(content: string): string {
  return `<ds:KeyInfo>${content}</ds:KeyInfo>`;
}

/** Of the Response more often than of the Assertion, since the Response's signature covers the latter. */
function withKeyInfo({ text, root }: XmlDocument, random: Random, by: string): string | undefined {
  const [response, ...others] = elementsFrom(root).filter((element) => isNamed(element, SIGNATURE, 'KeyInfo'));
  const found: ElementNode | undefined = response && pick(random, [response, response, ...others]);
  if (!found) {
    return undefined;
  }
  const prefix = found.prefix === '' ? '' : `${found.prefix}:`;
  return replaced(text, { ...found, by: by.replace(/(?<=<\/?)ds:/g, prefix) });
}
