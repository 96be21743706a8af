import { pathToFileURL } from 'node:url';
import { Messages, type Org } from '@salesforce/core';
import type { AnyJson } from '@salesforce/ts-types';
import { isSetupError, setupError } from '../errors.ts';
import type { NamedApp } from '../salesforce/org/org-apps.ts';
import type { HandOff } from '../setup/inspect/hand-over-values.ts';
import { writeHandOver } from './hand-over-files.ts';
import type { ActualSetup } from '../setup/inspect/actual-setup.ts';
import { frontline } from '../twilio/service-provider.ts';
import { handOverPage } from './page/hand-over-page.ts';
import { readinessOf, type HandOverPageData } from './page/page-data.ts';
import { handOverWarnings } from '../terminal/texts/hand-over-text.ts';
import { signInNotice } from '../terminal/texts/sign-in-users-text.ts';
import { openInBrowser } from './open-in-browser.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/** The part of oclif's configuration that knows which version of a plugin runs. */
type PluginVersions = { version: string; plugins: Map<string, { version: string }> };

/** Where the values of a hand-over page come from. */
export type HandOverOrigin = {
  org: Pick<Org, 'getOrgId'>;
  orgName: string;
  /** As `organizationNameFor` gives it. */
  organizationName: Promise<string | undefined>;
  app: NamedApp;
  config: PluginVersions;
} & (
  | { actual: ActualSetup }
  /** For a rotation: the certificate that the org still signs with, if the values hold another one. */
  | { replaces: string | undefined }
);

/** The data of an OutputDirUnwritable, for an error that repeats it. */
type Unwritable = { directory?: string; reason?: string };

/** What a hand-over page shows before a sign-in was tested. */
export async function handOverPageData(
  handOver: HandOff,
  origin: HandOverOrigin,
  now: Date,
): Promise<HandOverPageData> {
  return {
    handOver,
    serviceProvider: frontline.name,
    orgName: origin.orgName,
    organizationName: await origin.organizationName,
    app: origin.app,
    organizationId: origin.org.getOrgId(),
    warnings: 'actual' in origin ? handOverWarnings(handOver, origin.actual, origin) : [],
    ...('actual' in origin ? { signIn: signInNotice(origin.actual, origin) } : {}),
    ...('actual' in origin || origin.replaces === undefined ? {} : { replaces: origin.replaces }),
    madeAt: now,
    pluginVersion: pluginVersion(origin.config),
  };
}

/** The version of this plugin; the configuration's own version is that of the CLI it is linked into. */
function pluginVersion({ plugins, version }: PluginVersions): string {
  return plugins.get('sf-plugin-frontline')?.version ?? version;
}

/**
 * Writes the hand-over page and the files beside it.
 *
 * @param directory undefined if nothing is to be written.
 * @returns the absolute paths of what was written.
 * @throws OutputDirUnwritable.
 */
export function writeHandOverFiles(data: HandOverPageData, directory: string | undefined): Promise<string[]> {
  return directory === undefined ? Promise.resolve([]) : writeHandOver(data.handOver, directory, handOverPage(data));
}

/**
 * The same after an org was changed. If the files cannot be written, the error still says that the org was changed, and
 * holds the ids of the deployments.
 *
 * @param done the result of the command so far, for scripts.
 * @throws ValuesNotWritten.
 */
export async function writeWhatIsDone(
  data: HandOverPageData,
  directory: string | undefined,
  done: object,
): Promise<string[]> {
  try {
    return await writeHandOverFiles(data, directory);
  } catch (error) {
    if (!isSetupError(error, 'OutputDirUnwritable')) {
      throw error;
    }
    const { directory: folder = '', reason = '' } = error.data as Unwritable;
    throw setupError('ValuesNotWritten', { tokens: [data.orgName, folder, reason], data: done as AnyJson });
  }
}

/**
 * Opens the page that was written, and the page of the Console unless the values must not be pasted.
 *
 * @param files as `writeHandOverFiles` gave them, the page last.
 * @returns a line for each: that it was opened, or where to find it.
 */
export async function openHandOver(data: HandOverPageData, files: string[]): Promise<string[]> {
  const page = files.at(-1);
  const { consoleUrl } = data.handOver;
  const isBlocked = readinessOf(data) === 'blocked';
  const targets = [
    ...(page === undefined ? [] : [{ name: page, address: pathToFileURL(page) }]),
    ...(isBlocked ? [] : [{ name: consoleUrl, address: new URL(consoleUrl) }]),
  ];
  const lines: string[] = [];
  // One after the other, so that the page comes to lie before the Console's in the browser.
  for (const { name, address } of targets) {
    const opened = await openInBrowser(address);
    lines.push(messages.getMessage(opened ? 'written.open' : 'written.notOpened', [name]));
  }
  return lines;
}
