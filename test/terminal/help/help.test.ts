import { globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Config, type Command } from '@oclif/core';
import { CommandHelp } from '@oclif/core/help';
import type { HelpSection } from '@oclif/core/help';
import { expect } from 'chai';
import { ERROR_NAMES } from '../../../plugin/error-names.ts';
import { FLAG_GROUPS, GROUP_NAMES, groupOf } from '../../../plugin/terminal/help/flag-groups.ts';
import { headingOf } from '../../../plugin/terminal/help/usage-lines.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const COMMANDS = join(ROOT, 'plugin', 'commands');

/** What the sections of the Salesforce CLI are made of. */
type Section = { header: string; body: Array<{ name: string; description: string }> };

type Helped = Command.Class & {
  usage: string[];
  /** What the templates of `usage` stand for. */
  usageLines: string[];
  configurationVariablesSection: HelpSection;
  envVariablesSection: HelpSection;
  errorCodes: HelpSection[];
};

type Described = { name: string; file: string; command: Helped };

const described: Described[] = await Promise.all(
  globSync('**/*.ts', { cwd: COMMANDS })
    .sort()
    .map(async (path) => {
      const file = join(COMMANDS, path);
      const url = pathToFileURL(file);
      const { default: command } = (await import(url.href)) as { default: Helped };
      return { name: path.replace(/\.ts$/, '').replaceAll(sep, ' '), file, command };
    }),
);

const entriesOf = (section: HelpSection): Section['body'] => (section as Section).body;

const sectionNamed = (command: Helped, header: string): Section['body'] =>
  command.errorCodes.filter((section) => section?.header === header).flatMap(entriesOf);

/** The files of the plugin that a file loads, itself among them. Types load nothing. */
function loadedBy(file: string): string[] {
  const seen = new Set([file]);
  for (const path of seen) {
    const imports = readFileSync(path, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)(?:[^;]*?from\s+)?'(\.[^']+)';/gm,
    );
    for (const [, target = ''] of imports) {
      seen.add(join(dirname(path), target));
    }
  }
  return [...seen];
}

const codeOf = (file: string): string =>
  loadedBy(file)
    .filter((path) => !path.includes(join('terminal', 'help')) && !path.endsWith('error-names.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

describe('the groups of flags', () => {
  it('hold no flag twice, and none that no command has', () => {
    const grouped = GROUP_NAMES.flatMap((group) => [...FLAG_GROUPS[group]] as string[]);
    expect(new Set(grouped).size).to.equal(grouped.length);
    const known = new Set(described.flatMap(({ command }) => Object.keys(command.flags)));
    expect(grouped.filter((flag) => !known.has(flag))).to.deep.equal([]);
  });
});

describe('the help of all commands', () => {
  it('is looked at here', () => {
    expect(described).to.have.length(13);
  });
});

for (const { name, file, command } of described) {
  describe(`the help of ${name}`, () => {
    const flags = Object.entries(command.flags).filter(([, { hidden }]) => hidden !== true);

    it('has every flag in a group of the list', () => {
      const without = flags.filter(([flag, { helpGroup }]) => helpGroup === undefined || helpGroup !== groupOf(flag));
      expect(without.map(([flag]) => flag)).to.deep.equal([]);
    });

    it('has usage lines that name every flag or its group, and have no empty alternative', () => {
      const usage = command.usageLines.join('\n');
      const missing = flags.filter(([flag]) => {
        const group = groupOf(flag);
        const byGroup = group !== undefined && usage.includes(`[${headingOf(group)}]`);
        return !byGroup && !new RegExp(`--${flag}(?![\\w-])`).test(usage);
      });
      expect(missing.map(([flag]) => flag)).to.deep.equal([]);
      expect(usage).not.to.match(/\|\s*(?:[|\])]|$)|[[(]\s*(?:[|\])]|$)/m);
      const named = [...usage.matchAll(/--([\w-]+)/g)].map(([, flag = '']) => flag);
      expect(named.filter((flag) => !(flag in command.flags))).to.deep.equal([]);
    });

    it('has usage lines of flags that go together', () => {
      for (const line of command.usageLines) {
        const named = [...line.matchAll(/--([\w-]+)/g)].map(([, flag = '']) => flag);
        // What stands without brackets must be given.
        const given = [...line.replaceAll(/\[[^\]]*\]/g, '').matchAll(/--([\w-]+)/g)].map(([, flag = '']) => flag);
        for (const flag of named) {
          const { exclusive = [], dependsOn = [] } = command.flags[flag] ?? {};
          expect(
            exclusive.filter((other) => given.includes(other)),
            `${line}: ${flag}`,
          ).to.deep.equal([]);
          expect(
            dependsOn.filter((other) => !named.includes(other)),
            `${line}: ${flag}`,
          ).to.deep.equal([]);
        }
      }
    });

    it('fits 80 columns, with the usage and the groups that it was given', async () => {
      const config = await Config.load({ root: ROOT });
      const id = name.replaceAll(' ', ':');
      // As the Salesforce CLI writes the names of commands.
      config.topicSeparator = ' ';
      const help = new CommandHelp({ ...command, id } as unknown as Command.Loadable, config, { maxWidth: 80 });
      const text = help.generate().replaceAll(id, name);
      expect(text.split('\n').filter((line) => line.length > 80)).to.deep.equal([]);
      for (const line of command.usageLines) {
        expect(text).to.contain(`  $ sf ${name} ${line.replaceAll('\n', '\n  ')}`);
      }
      const groups = new Set(flags.map(([, { helpGroup }]) => `${helpGroup?.toUpperCase()} FLAGS`));
      expect([...groups].filter((heading) => !text.includes(`\n${heading}\n`))).to.deep.equal([]);
    });

    it('speaks of no flag that the command does not have', () => {
      const texts = flags.map(([, { summary = '', description = '' }]) => `${summary}\n${description}`);
      const ours = [...texts, command.summary ?? '', command.description ?? '']
        .join('\n')
        .replaceAll(/sf \w[^.]*|"[^"]*"/g, '');
      const named = [...ours.matchAll(/--([\w-]+)/g)].map(([, flag = '']) => flag);
      expect(named.filter((flag) => !(flag in command.flags))).to.deep.equal([]);
    });

    it('names the environment variables that its flags can come from', () => {
      const named = entriesOf(command.envVariablesSection).map((entry) => entry.name);
      const expected = flags.flatMap(([, { env }]) => env ?? []);
      expect(named).to.include.members(['SF_TARGET_ORG', 'SF_ORG_API_VERSION', ...expected]);
      const read = 'twilio-user' in command.flags;
      expect(named.includes('TWILIO_API_KEY'), 'Twilio is asked by one command alone').to.equal(read);
      expect(entriesOf(command.configurationVariablesSection).map((entry) => entry.name)).to.deep.equal([
        'target-org',
        'org-api-version',
      ]);
    });

    it('says with which exit codes the command can end', () => {
      const codes = sectionNamed(command, 'EXIT CODES').map((entry) => entry.name);
      expect(codes).to.include.members(['0', '1', '2', '130']);
      const code = codeOf(file);
      const isDeploying = /exitCode: 69/.test(code) && !ONLY_PLANS.includes(name);
      const isVerifying = loadedBy(file).some((path) => path.endsWith('verify-sso.ts')) && !ONLY_READS.includes(name);
      expect(codes.includes('69'), '69').to.equal(isDeploying);
      expect(codes.includes('5'), '5').to.equal(isVerifying || name === 'frontline access check');
      const own = readFileSync(file, 'utf8');
      expect([codes.includes('3'), codes.includes('4')]).to.deep.equal(Array(2).fill(own.includes('detailedExitCode')));
    });

    it('names errors that exist and that the command can meet, each with a sentence', () => {
      const errors = sectionNamed(command, 'ERROR NAMES');
      expect(errors).not.to.deep.equal([]);
      const names = errors.map((entry) => entry.name.replace(/Error$/, ''));
      expect(names.filter((error) => !(ERROR_NAMES as readonly string[]).includes(error))).to.deep.equal([]);
      const code = codeOf(file);
      expect(names.filter((error) => !code.includes(`'${error}'`))).to.deep.equal([]);
      expect(errors.filter((entry) => !/^\S.*[^:\s]\.$/.test(entry.description))).to.deep.equal([]);
      expect(new Set(names).size).to.equal(names.length);
    });
  });
}

/** These load the code that deploys, and only plan with it. */
const ONLY_PLANS = ['frontline sso preview', 'frontline sso generate', 'frontline access revoke'];

/** These load the code that verifies, and only show its texts. */
const ONLY_READS = ['frontline sso export'];
