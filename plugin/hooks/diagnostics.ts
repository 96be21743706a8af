import { ConfigAggregator, Lifecycle, Messages, Org, OrgConfigProperties } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import type { AnyJson } from '@salesforce/ts-types';
import { installTransport } from '../salesforce/api/transport.ts';
import { certificateExpiry, type CertificateExpiry } from '../setup/inspect/certificate-expiry.ts';
import { EARLY_WARNING_DAYS } from '../setup/inspect/expiry.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'diagnostics');

const PLUGIN = 'sf-plugin-frontline';

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

/**
 * `sf doctor --plugin sf-plugin-frontline` runs this. It reports how long the certificate of the default org lasts. It
 * never throws, since an org that cannot be reached is a finding too.
 *
 * @param readDefaultOrg returns the alias or username of the default org, or undefined if there is none.
 */
export async function diagnose({ doctor }: { doctor: Doctor }, readDefaultOrg = defaultOrg): Promise<void> {
  const aliasOrUsername = await readDefaultOrg();
  if (aliasOrUsername === undefined) {
    doctor.addSuggestion(messages.getMessage('noOrg'));
    await report(messages.getMessage('testWithoutOrg', [EARLY_WARNING_DAYS]), 'unknown');
    return;
  }
  const orgName = withoutToken(aliasOrUsername);
  const test = messages.getMessage('test', [orgName, EARLY_WARNING_DAYS]);
  try {
    installTransport();
    const org = await Org.create({ aliasOrUsername });
    const expiry = await certificateExpiry(org.getConnection(), currentTime());
    doctor.addPluginData(PLUGIN, { org: orgName, ...expiry });
    suggestionsOf(expiry, orgName).forEach((suggestion) => doctor.addSuggestion(suggestion));
    await report(test, STATUS[expiry.state]);
  } catch (error) {
    doctor.addSuggestion(messages.getMessage('unreachable', [orgName, (error as Error).message]));
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

/**
 * A login without an auth file has an access token in place of a user name, and users pass a diagnosis on to others.
 */
function withoutToken(name: string): string {
  return name.includes('!') ? 'the default org' : name;
}
