import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sf } from '../e2e/support/sf.ts';

export type ScriptInput = { sf: Sf; project: string; realmSid: string; issuer: string; labels: string[] };

type Rows = { records: Array<{ Id: string; ParentId?: string }> };

/** A folder of the project for what the org has, which is no package and therefore not deployed. */
const RETRIEVED = 'retrieved';

/**
 * The same work with official commands, as in a careful administrator's script. It keeps a valid certificate of the org,
 * never makes one twice, sends grants in requests of 200, and grants nothing twice.
 */
export async function officialScript({ sf, project, realmSid, issuer, labels }: ScriptInput): Promise<void> {
  const env = {
    TWILIO_SSO_REALM_SID: realmSid,
    TWILIO_SSO_ISSUER: issuer,
    TWILIO_SSO_CONTACT_EMAIL: 'admin@example.test',
    TWILIO_SSO_CERTIFICATE_EXPIRATION: '2027-11-24T00:00:00.000Z',
  };
  const org = ['-o', 'script'];
  const query = (soql: string): Promise<Rows> => sf.json<Rows>(['data', 'query', '-q', soql, ...org]);
  const retrieve = async (): Promise<string | undefined> => {
    const members = ['-m', 'Settings:IdentityProvider', '-m', 'Certificate', '--output-dir', RETRIEVED];
    await sf.json(['project', 'retrieve', 'start', ...members, ...org], { cwd: project });
    return validCertificate(join(project, RETRIEVED));
  };
  const signsAlready = (await retrieve()) !== undefined;
  if (!signsAlready) {
    await sf.json(['project', 'deploy', 'start', '-d', 'force-app/identity-provider', ...org], { cwd: project, env });
  }
  await sf.json(['project', 'deploy', 'start', '-d', 'force-app/main', ...org], { cwd: project, env });
  const app = (await query("SELECT Id FROM ConnectedApplication WHERE Name = 'Twilio Frontline'")).records[0]?.Id ?? '';
  const names = labels.map((label) => `'${label}'`).join(', ');
  const parents = await query(
    `SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND Profile.Name IN (${names})`,
  );
  const granted = await query(`SELECT Id, ParentId FROM SetupEntityAccess WHERE SetupEntityId = '${app}'`);
  const has = new Set(granted.records.map(({ ParentId }) => ParentId));
  const missing = parents.records.filter(({ Id }) => !has.has(Id));
  for (let start = 0; start < missing.length; start += 200) {
    const records = missing
      .slice(start, start + 200)
      .map(({ Id }) => ({ attributes: { type: 'SetupEntityAccess' }, ParentId: Id, SetupEntityId: app }));
    const body = join(project, 'grants.json');
    await writeFile(body, JSON.stringify({ allOrNone: false, records }));
    const path = '/services/data/v66.0/composite/sobjects';
    const { exitCode, stdout } = await sf.run([
      'api',
      'request',
      'rest',
      path,
      '--method',
      'POST',
      '--body',
      `@${body}`,
      ...org,
    ]);
    if (exitCode !== 0 || stdout.includes('"success": false')) {
      throw new Error(`the grants were refused: ${stdout}`);
    }
  }
  if (!signsAlready && (await retrieve()) === undefined) {
    throw new Error('the identity provider has no valid certificate');
  }
}

/** The certificate to hand over: the one that a retrieved identity provider signs with, if it is on and not expired. */
async function validCertificate(folder: string): Promise<string | undefined> {
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8').catch(() => '');
  const settings = await read('settings/IdentityProvider.settings-meta.xml');
  const [, name] = /<certificateName>(\w+)</.exec(settings) ?? [];
  const pem = settings.includes('<enableIdentityProvider>true') ? await read(`certs/${name}.crt`) : '';
  return pem !== '' && new X509Certificate(pem).validToDate > new Date() ? pem : undefined;
}
