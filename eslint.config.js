import { fixupPluginRules } from '@eslint/compat';
import sfPlugin from 'eslint-plugin-sf-plugin';
import tseslint from 'typescript-eslint';

// The rules for commands of the Salesforce CLI, which exist for ESLint alone. All others are in .oxlintrc.json: oxlint runs
// them in a fraction of the time.

/**
 * Most rules of eslint-plugin-sf-plugin act only on files below `src/commands/` and stay silent everywhere else. The
 * commands of this plugin live below `plugin/commands/`, so each rule is told the path it knows. The plugin also still
 * calls what ESLint 10 has dropped, which `fixupPluginRules` gives back. A test holds that both work.
 */
function underSrc(plugin) {
  const rules = Object.entries(plugin.rules).map(([name, rule]) => [
    name,
    { ...rule, create: (context) => rule.create(asTheyKnowIt(context)) },
  ]);
  return { ...plugin, rules: Object.fromEntries(rules) };
}

function asTheyKnowIt(context) {
  const path = (original) => original.replaceAll('\\', '/').replace('/plugin/commands/', '/src/commands/');
  const sourceCode = withBaseCommand(context.sourceCode);
  return Object.create(context, {
    sourceCode: { value: sourceCode },
    getSourceCode: { value: () => sourceCode },
    physicalFilename: { value: path(context.physicalFilename) },
    filename: { value: path(context.filename) },
    getPhysicalFilename: { value: () => path(context.physicalFilename) },
    getFilename: { value: () => path(context.filename) },
  });
}

/** The same code, as if it imported the base command from the Salesforce libraries under the name of theirs. */
function withBaseCommand(sourceCode) {
  const specifier = { type: 'ImportSpecifier', imported: { name: 'SfCommand' }, local: { name: 'FrontlineCommand' } };
  const source = { type: 'Literal', value: '@salesforce/sf-plugins-core' };
  const { ast } = sourceCode;
  const imports = { type: 'ImportDeclaration', specifiers: [specifier], source };
  const withImport = Object.create(ast, { body: { value: [...ast.body, imports], enumerable: true } });
  return new Proxy(sourceCode, {
    get: (target, property) => {
      const value = property === 'ast' ? withImport : Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export default [
  {
    files: ['plugin/commands/**/*.ts'],
    // A comment may switch off a rule of oxlint, which ESLint does not know to be in use.
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    plugins: { 'sf-plugin': fixupPluginRules(underSrc(sfPlugin)) },
    // These rules ask for types.
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './plugin/tsconfig.json' } },
    // The base command has no flags of its own to spread.
    rules: { ...sfPlugin.configs.recommended.rules, 'sf-plugin/spread-base-flags': 'off' },
  },
];
