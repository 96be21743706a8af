import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SigningKey } from '../org/identity-provider/response-signature.ts';

/** The key pairs that the responses in files are signed with. They protect nothing. */
const FOLDER = join(import.meta.dirname, 'responses', 'keys');

/** The certificate the service provider trusts, with its key. */
export const key = keyPair('trusted');
/** A key pair of somebody else. */
export const otherKey = keyPair('other');
/** A key of 1024 bits, which no org makes any more. */
export const weakKey = keyPair('weak');
/** A certificate for a key that is not RSA. */
export const ellipticCurveCertificate = read('elliptic-curve-certificate.pem');

function keyPair(name: string): SigningKey {
  return {
    certificatePem: read(`${name}-certificate.pem`),
    privateKey: createPrivateKey(read(`${name}-private-key.pem`)),
  };
}

function read(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}
