import { ConfigAggregator, Lifecycle, Messages, Org, OrgConfigProperties, type SfError } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import type { AnyJson } from '@salesforce/ts-types';
import { installTransport } from '../salesforce/api/transport.ts';
import { certificateExpiry, type CertificateExpiry } from '../setup/inspect/certificate-expiry.ts';
import { EARLY_WARNING_DAYS } from '../setup/inspect/expiry.ts';
import { terminalSafeLines, withoutToken } from '../text/terminal-safe.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'diagnostics');

const PLUGIN = 'sf-plugin-frontline';

const DEFAULT_ORG = 'the default org';

/** The part of `sf doctor` that a plugin talks to (plugin-info, class SfDoctor). */
export type Doctor = {
  addPluginData: (pluginName: string, data: AnyJson) => void;
  addSuggestion: (suggestion: string) => void;
};

type DiagnosticStatus = 'pass' | 'warn' | 'fail' | 'unknown';

const STATUS: Record<CertificateExpiry['state'], DiagnosticStatus> = {
  valid: 'pass',
  expiring: 'warn',
  expired: 'fail',
  unknown: 'unknown',
  off: 'warn',
};

/** What a diagnosis uses of this machine. */
export type DiagnosisParts = {
  /** Returns the alias or username of the default org, or undefined if there is none. */
  readDefaultOrg?: () => Promise<string | undefined>;
  /** @throws an SfError if the Salesforce libraries cannot be used. */
  install?: () => void;
};

/**
 * `sf doctor --plugin sf-plugin-frontline` runs this. It reports how long the certificate of the default org lasts. It
 * never throws: the doctor would lose the error, and everything that can go wrong here is a finding.
 */
export async function diagnose(
  { doctor }: { doctor: Doctor },
  { readDefaultOrg = defaultOrg, install = installTransport }: DiagnosisParts = {},
): Promise<void> {
  const suggest = (text: string): void => doctor.addSuggestion(terminalSafeLines(text));
  const testWithoutOrg = messages.getMessage('testWithoutOrg', [EARLY_WARNING_DAYS]);
  // This comes first and by itself. It is a fault of the installation, which is not to be told as one of the org.
  try {
    install();
  } catch (error) {
    const { message, actions = [] } = error as SfError;
    [message, ...actions].forEach(suggest);
    await report(testWithoutOrg, 'fail');
    return;
  }
  let aliasOrUsername: string | undefined;
  try {
    aliasOrUsername = await readDefaultOrg();
  } catch (error) {
    suggest(messages.getMessage('unreachable', [DEFAULT_ORG, (error as Error).message]));
    await report(testWithoutOrg, 'unknown');
    return;
  }
  if (aliasOrUsername === undefined) {
    suggest(messages.getMessage('noOrg'));
    await report(testWithoutOrg, 'unknown');
    return;
  }
  await diagnoseOrg(doctor, suggest, aliasOrUsername);
}

async function diagnoseOrg(doctor: Doctor, suggest: (text: string) => void, aliasOrUsername: string): Promise<void> {
  const orgName = withoutToken(aliasOrUsername) ?? DEFAULT_ORG;
  const test = messages.getMessage('test', [orgName, EARLY_WARNING_DAYS]);
  try {
    const org = await Org.create({ aliasOrUsername });
    const expiry = await certificateExpiry(org.getConnection(), currentTime());
    doctor.addPluginData(PLUGIN, { org: orgName, ...expiry });
    suggestionsOf(expiry, orgName).forEach(suggest);
    await report(test, STATUS[expiry.state]);
  } catch (error) {
    suggest(messages.getMessage('unreachable', [orgName, (error as Error).message]));
    await report(test, 'unknown');
  }
}

async function defaultOrg(): Promise<string | undefined> {
  const configured = await ConfigAggregator.create();
  return configured.getPropertyValue<string>(OrgConfigProperties.TARGET_ORG) ?? undefined;
}

async function report(testName: string, status: DiagnosticStatus): Promise<void> {
  await Lifecycle.getInstance().emit('Doctor:diagnostic', { testName, status });
}

function suggestionsOf({ state, certificate }: CertificateExpiry, orgName: string): string[] {
  const { name = '', expires = '' } = certificate ?? {};
  switch (state) {
    case 'valid':
      return [];
    case 'off':
      return [messages.getMessage(state, [orgName])];
    case 'unknown':
      return [messages.getMessage(state, [name, orgName])];
    case 'expiring':
    case 'expired':
      return [messages.getMessage(state, [name, orgName, expires.slice(0, 10)])];
  }
}
