import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type KeySize = 2048 | 4096;
export type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };

/** Some private keys of each size. They protect nothing. Making one takes up to seconds of processor time. */
const FILE = join(import.meta.dirname, 'key-stock.pem');

const PRIVATE_KEY = /-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n/gs;

let stock: Record<KeySize, KeyPair[]> | undefined;

export function newKeyPair(keySize: KeySize): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: keySize, publicExponent: 65537 });
}

/** A key pair of the stock, which is always the same in this process. One that the file does not have is made. */
export function stockedKeyPair(keySize: KeySize, index: number): KeyPair {
  stock ??= readStock();
  return (stock[keySize][index] ??= newKeyPair(keySize));
}

function readStock(): Record<KeySize, KeyPair[]> {
  const pairs = (readFileSync(FILE, 'utf8').match(PRIVATE_KEY) ?? []).map((pem) => {
    const privateKey = createPrivateKey(pem);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  });
  const ofSize = (keySize: KeySize): KeyPair[] =>
    pairs.filter(({ privateKey }) => privateKey.asymmetricKeyDetails?.modulusLength === keySize);
  return { 2048: ofSize(2048), 4096: ofSize(4096) };
}
