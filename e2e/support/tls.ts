import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A key and a certificate for names and the loopback address, as PEM texts and as the certificate's file. */
export type TlsFiles = { key: string; cert: string; certFile: string };

/** Makes a throw-away certificate with openssl. */
export async function makeTls(folder: string, names: string[]): Promise<TlsFiles> {
  const [keyFile, certFile] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const subjects = ['IP:127.0.0.1', ...names.map((name) => `DNS:${name}`)].join(',');
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=loopback'];
  await promisify(execFile)('openssl', [
    ...words,
    '-addext',
    `subjectAltName=${subjects}`,
    '-keyout',
    keyFile,
    '-out',
    certFile,
  ]);
  return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8'), certFile };
}
