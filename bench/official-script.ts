import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sf } from '../e2e/support/sf.ts';

export type ScriptInput = { sf: Sf; project: string; realmSid: string; issuer: string; labels: string[] };

type Rows = { records: Array<{ Id: string; ParentId?: string }> };

/**
 * The same work with official commands, as in a careful administrator's script. It never makes a certificate twice,
 * sends grants in requests of 200, and grants nothing twice.
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
  const certificates = await sf.json<Array<{ fullName: string }>>([
    'org',
    'list',
    'metadata',
    '-m',
    'Certificate',
    ...org,
  ]);
  if (!certificates.some(({ fullName }) => fullName === 'SalesforceSSO')) {
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
  await sf.json(['project', 'retrieve', 'start', '-m', 'Certificate:SalesforceSSO', ...org], { cwd: project });
}
