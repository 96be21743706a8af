import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ESLint } from 'eslint';

const ROOT = join(import.meta.dirname, '..', '..');

/** Rules that ask the compiler for types. It knows no file that exists only here. */
const WITH_TYPES: ReadonlySet<string> = new Set([
  'sf-plugin/no-classes-in-command-return-type',
  'sf-plugin/no-missing-messages',
]);

/** The rules that a command with the given text breaks, were it a file of this plugin. */
async function brokenRules(text: string, filePath: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: { languageOptions: { parserOptions: { project: false } } },
    ruleFilter: ({ ruleId }) => ruleId.startsWith('sf-plugin/') && !WITH_TYPES.has(ruleId),
  });
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe('the lint rules for commands', () => {
  it('report a deliberately bad command below plugin/commands', async () => {
    const text = await readFile(join(import.meta.dirname, 'fixtures/bad-command.txt'), 'utf8');
    const rules = await brokenRules(text, join(ROOT, 'plugin/commands/frontline/sso/display.ts'));
    expect(new Set(rules)).to.include.keys(
      'sf-plugin/command-summary',
      'sf-plugin/command-example',
      'sf-plugin/no-hardcoded-messages-flags',
      'sf-plugin/flag-case',
    );
  });

  it('take a class that extends the base command for a command', async () => {
    const text = await readFile(join(import.meta.dirname, 'fixtures/bad-command.txt'), 'utf8');
    const extending = text
      .replace('{ SfCommand, Flags }', '{ Flags }')
      .replace('extends SfCommand', 'extends FrontlineCommand');
    const rules = await brokenRules(
      `import { FrontlineCommand } from '../../../terminal/frontline-command.ts';\n${extending}`,
      join(ROOT, 'plugin/commands/frontline/sso/display.ts'),
    );
    expect(rules).to.include.members(['sf-plugin/command-summary', 'sf-plugin/command-example']);
    expect(rules).not.to.include('sf-plugin/only-extend-SfCommand');
  });
});
