import { join } from 'node:path';
import { currentTime } from '../../../http/clock.ts';
import { Messages, SfProject } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { setupError } from '../../../errors.ts';
import { generateSso, type GenerateReport } from '../../../setup/generate/generate-sso.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { setupFlags, setupRequest } from '../../../terminal/flags/setup-flags.ts';
import { givenText } from '../../../terminal/flags/text-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.generate');

export type SsoGenerateResult = GenerateReport;

export default class SsoGenerate extends FrontlineCommand<SsoGenerateResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...setupFlags,
    'output-dir': Flags.directory({
      char: 'd',
      summary: messages.getMessage('flags.output-dir.summary'),
      parse: givenText,
    }),
    overwrite: Flags.boolean({ summary: messages.getMessage('flags.overwrite.summary'), default: false }),
  };

  static {
    completeHelp(this, 'sso generate');
  }

  public async run(): Promise<SsoGenerateResult> {
    const { flags } = await this.parse(SsoGenerate);
    const request = setupRequest(flags);
    const directory = flags['output-dir'] ?? (await defaultDirectory());
    await refuseUnwritable(directory);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
    const report = await generateSso(connection, request, {
      directory,
      overwrite: flags.overwrite,
      now: currentTime(),
    });
    this.log(messages.getMessage('title', [report.directory]));
    report.files.forEach(({ path, state }) => this.log(`  ${path}  ${messages.getMessage(`state.${state}`)}`));
    this.warnAll(report.warnings);
    if (report.includesCertificate) {
      this.warn(messages.getMessage('warning.certificate'));
    }
    this.log(messages.getMessage('next', [directory, orgName].map(shellWord)));
    return report;
  }
}

/**
 * Where the CLI itself puts what it retrieves.
 *
 * @throws ProjectMissing (exit code 2) outside a DX project.
 */
async function defaultDirectory(): Promise<string> {
  const project = await SfProject.resolve().catch((error: Error) => {
    // The libraries use this name if no folder above this one has a sfdx-project.json.
    throw error.name === 'InvalidProjectWorkspaceError'
      ? setupError('ProjectMissing', { tokens: [process.cwd()], exitCode: 2 })
      : error;
  });
  return join(project.getDefaultPackage().fullPath, 'main', 'default');
}
