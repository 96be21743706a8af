import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runProgram } from './schema.ts';

/** A response, and what a service provider needs to judge it. */
export type PeerCase = {
  samlResponse: string;
  /** The PEM certificate that the service provider trusts. */
  certificate: string;
  issuer: string;
  acsUrl: string;
  entityId: string;
  requestId: string;
  now: Date;
};

export type PeerVerdict = { valid: boolean; error: string | null };

/** Whether the program xmlsec1 verifies the Response's and the Assertion's signature with the certificate's key. */
export async function xmlsecAccepts(folder: string, { samlResponse, certificate }: PeerCase): Promise<boolean> {
  const [response, pem] = [join(folder, 'response.xml'), join(folder, 'certificate.pem')];
  await writeFile(response, Buffer.from(samlResponse, 'base64'));
  await writeFile(pem, certificate);
  const root = "/*[local-name()='Response']";
  for (const parent of [root, `${root}/*[local-name()='Assertion']`]) {
    const { exitCode } = await runProgram('xmlsec1', [
      ...['--verify', '--enabled-key-data', 'rsa', '--pubkey-cert-pem', pem],
      ...['--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:protocol:Response'],
      ...['--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion'],
      ...['--node-xpath', `${parent}/*[local-name()='Signature']`, response],
    ]);
    if (exitCode !== 0) {
      return false;
    }
  }
  return true;
}

/**
 * The verdicts of a service provider made with python3-onelogin-saml2, and of libxmlsec1 on both signatures. One process
 * answers all cases, each with its own time.
 */
export async function askPythonPeers(
  cases: PeerCase[],
): Promise<Array<{ onelogin: PeerVerdict; xmlsec: PeerVerdict }>> {
  const lines = await runPython(
    'python-peers.py',
    cases.map((item) => ({ ...item, now: Math.floor(item.now.getTime() / 1_000) })),
  );
  return lines as Array<{ onelogin: PeerVerdict; xmlsec: PeerVerdict }>;
}

/** Gives each item to a script as a line of JSON, and returns its answers, which are lines of JSON too. */
export async function runPython(script: string, items: unknown[]): Promise<unknown[]> {
  // The one of the system, for which the packages are; a version-managed one may come first in the path.
  const python = spawn('/usr/bin/python3', [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.end(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const output = await text(python.stdout);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
