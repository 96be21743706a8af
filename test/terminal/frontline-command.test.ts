import { expect } from 'chai';
import { FrontlineCommand } from '../../plugin/terminal/frontline-command.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { ageCertificate } from '../support/rotation.ts';
import { captured, runCommand } from '../support/run-command.ts';

const HOSTILE = 'Evil\u001b[2J\u202e';
const SAFE = 'Evil\\u{1b}[2J\\u{202e}';

/** Prints a text in each of the ways that commands do. */
class Printing extends FrontlineCommand<void> {
  public run(): Promise<void> {
    this.log(HOSTILE);
    this.logLines([HOSTILE]);
    this.logSuccess(HOSTILE);
    this.warn(HOSTILE);
    this.warnAll([HOSTILE]);
    this.table({ title: HOSTILE, data: [{ name: HOSTILE }] });
    return Promise.resolve();
  }
}

/** Ends in an error whose texts come from elsewhere. */
class Failing extends FrontlineCommand<void> {
  public run(): Promise<void> {
    throw Object.assign(new Error(`${HOSTILE}\n${HOSTILE}`), { code: HOSTILE, actions: [HOSTILE] });
  }
}

/** Characters that a terminal would act on. The colours come from the command itself. */
function controlsIn(text: string): string[] {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[\d;]*m/g, '').match(/[^\P{Cc}\n]|\p{Cf}/gu) ?? [];
}

/** Renames a certificate of an org, and lets the identity provider sign with it under that name. */
function rename({ state }: EmulatedOrg, from: string, to: string): void {
  const component = state.components.get(`Certificate:${from}`)!;
  const files = [...component.files].map(([path, content]): [string, Buffer] => [path.replace(from, to), content]);
  state.components.delete(`Certificate:${from}`);
  state.components.set(`Certificate:${to}`, { ...component, fullName: to, files: new Map(files) });
  for (const [key, { files: settings }] of state.components) {
    if (key.startsWith('IdentityProviderSettings:') || key.startsWith('Settings:')) {
      settings.forEach((content, path) => settings.set(path, Buffer.from(String(content).replace(from, to))));
    }
  }
}

describe('the base command', () => {
  it('prints no text that a terminal would act on', async () => {
    const run = await captured(Printing, []);
    expect(controlsIn(run.stdout + run.stderr)).to.deep.equal([]);
    expect((run.stdout + run.stderr).split(SAFE)).to.have.length(8);
  });

  it('ends in no error that a terminal would act on, whoever made it', async () => {
    const { stdout, stderr } = await captured(Failing, []);
    expect(controlsIn(stdout + stderr)).to.deep.equal([]);
    expect(stderr.split(SAFE)).to.have.length(5);
  });

  it('warns of a certificate by its name, whatever characters the org gives it', async () => {
    const org = await startDeployedOrg({ identityProvider: 'off' });
    try {
      ageCertificate(org, 'SalesforceSSO', 350);
      rename(org, 'SalesforceSSO', 'Sales\u202eforceSSO');
      const { stdout, stderr } = await runCommand(SsoDisplay, org);
      expect(controlsIn(stdout + stderr)).to.deep.equal([]);
      expect(stderr).to.contain('Sales\\u{202e}forceSSO');
    } finally {
      await org.stop();
    }
  });
});
