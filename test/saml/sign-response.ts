import { readFileSync, writeFileSync } from 'node:fs';
import { signBoth } from './library-signer.ts';

/**
 * Signs the responses in files again with the key that the tests trust, first the Assertion, then the Response:
 *
 *     node test/saml/sign-response.ts test/saml/responses/checks/issuer-and-audience/another-issuer.xml
 *
 * For a response that is changed after signing, run this first, and then change the file.
 */
const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Usage: node test/saml/sign-response.ts <file to sign anew> …\n');
  process.exit(2);
}

for (const file of files) {
  const unsigned = readFileSync(file, 'utf8').replace(/<ds:Signature [\s\S]*?<\/ds:Signature>/g, '');
  const declaration = /^<\?xml[^>]*>/.exec(unsigned)?.[0] ?? '';
  writeFileSync(file, declaration + signBoth(unsigned.slice(declaration.length)));
}
