import { Messages } from '@salesforce/core';
import { currentTime } from '../../../http/clock.ts';
import { Flags } from '@salesforce/sf-plugins-core';
import { certificateExpiry, type CertificateExpiry } from '../../../setup/inspect/certificate-expiry.ts';
import { EARLY_WARNING_DAYS } from '../../../setup/inspect/expiry.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { terminalSafe } from '../../../text/terminal-safe.ts';
import { expiryText } from '../../../terminal/texts/hand-over-text.ts';
import { connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { runInOrgs, type OrgTarget, type ShownWork } from '../../../several-orgs/run-in-orgs.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.display');

export type CertificateDisplayResult = CertificateExpiry;

/** With --definition-file, the result of every org. */
export type CertificateDisplayOutput = CertificateDisplayResult | SeveralOrgs<CertificateDisplayResult>;

export default class CertificateDisplay extends FrontlineCommand<CertificateDisplayOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...definitionFlags([], { reads: 'org' }),
    'warn-days': Flags.integer({
      summary: messages.getMessage('flags.warn-days.summary'),
      min: 0,
      default: EARLY_WARNING_DAYS,
    }),
  };

  static {
    completeHelp(this, 'certificate display');
  }

  public async run(): Promise<CertificateDisplayOutput> {
    const { flags } = await this.parse(CertificateDisplay);
    const { 'definition-file': file, 'warn-days': warnDays } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) => displayInOrg(target, warnDays));
    }
    const { connection, orgName } = await connectTo(requiredOrg(flags['target-org']), flags['api-version']);
    const expiry = await certificateExpiry(connection, currentTime(), warnDays);
    this.logLines(linesOf(expiry, orgName));
    process.exitCode = expiry.state === 'valid' ? 0 : 1;
    return expiry;
  }
}

/** The certificate of one of several orgs. */
async function displayInOrg(
  { connection, orgName }: OrgTarget,
  warnDays: number,
): Promise<ShownWork<CertificateDisplayResult>> {
  const expiry = await certificateExpiry(connection, currentTime(), warnDays);
  const summary = sentenceOf(expiry, orgName);
  return { ok: expiry.state === 'valid', summary, result: expiry, lines: linesOf(expiry, orgName), warnings: [] };
}

function linesOf(expiry: CertificateExpiry, orgName: string): string[] {
  const { fingerprint, caSigned, expires } = expiry.certificate ?? {};
  return [
    sentenceOf(expiry, orgName),
    ...(caSigned === true && expires !== undefined ? [messages.getMessage('caSigned')] : []),
    ...(fingerprint === undefined ? [] : [`${messages.getMessage('fingerprint')} ${fingerprint}`]),
  ];
}

function sentenceOf({ state, certificate }: CertificateExpiry, orgName: string): string {
  const { name = '', expires = '', daysUntilExpiry = 0, reason } = certificate ?? {};
  switch (state) {
    case 'valid':
      return messages.getMessage(state, [name, expiryText(expires, daysUntilExpiry)]);
    case 'expiring':
    case 'expired':
      return messages.getMessage(state, [name, expiryText(expires, daysUntilExpiry), shellWord(orgName)]);
    case 'unknown':
      return reason === undefined
        ? messages.getMessage(state, [name])
        : messages.getMessage('unknown.reason', [name, terminalSafe(reason)]);
    case 'off':
      return messages.getMessage(state, [shellWord(orgName)]);
  }
}
