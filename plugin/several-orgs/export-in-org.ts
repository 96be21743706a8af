import { Messages } from '@salesforce/core';
import { refuseUnwritable } from '../files/write-inside.ts';
import { handOver } from '../handover/hand-over.ts';
import { organizationNameFor } from '../handover/organization-name.ts';
import type { HandOverOrigin } from '../handover/hand-over-output.ts';
import { currentTime } from '../http/clock.ts';
import { handOverValuesOf, type HandOff } from '../setup/inspect/hand-over-values.ts';
import { inspectOrg } from '../setup/inspect/inspect-org.ts';
import type { Line } from '../terminal/screen-line.ts';
import { expiryText, shownValues } from '../terminal/texts/hand-over-text.ts';
import { showSignInNotice, signInNotice } from '../terminal/texts/sign-in-users-text.ts';
import { frontline } from '../twilio/service-provider.ts';
import { appOfOrg } from './definition-file.ts';
import { folderOf } from './org-folder.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** Reads the values of one of several orgs, and writes them into a folder of its own. */
export async function exportInOrg(
  target: OrgTarget,
  { outputDirectory, config }: { outputDirectory: string | undefined; config: HandOverOrigin['config'] },
): Promise<ShownWork<HandOff & { files: string[] }>> {
  const { connection, defined, org, orgName } = target;
  const directory = folderOf(target, outputDirectory);
  await refuseUnwritable(directory);
  const organizationName = organizationNameFor(directory, org, connection);
  const app = appOfOrg(defined);
  const actual = await inspectOrg(connection, { ...app, signInUsers: true });
  const values = handOverValuesOf(app.appName, actual, frontline, currentTime());
  const lines: Line[] = [];
  const warnings: string[] = [];
  const screen = {
    logLines: (more: Line[]) => lines.push(...more),
    warnAll: (more: string[]) => warnings.push(...more),
    showWait: () => undefined,
    endWait: () => undefined,
  };
  const origin = { org, orgName, organizationName, app, actual, config };
  showSignInNotice(screen, signInNotice(actual, origin));
  const { files } = await handOver(values, origin, screen, { directory, shown: shownValues(values) });
  const { certificateName, certificateExpires, daysUntilExpiry } = values;
  return {
    ok: true,
    summary:
      directory === undefined
        ? messages.getMessage('export.read', [certificateName, expiryText(certificateExpires, daysUntilExpiry)])
        : messages.getMessage('export.written', [directory]),
    result: { ...values, files },
    lines,
    warnings,
  };
}
