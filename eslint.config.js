import js from '@eslint/js';
import { fixupPluginRules } from '@eslint/compat';
import sfPlugin from 'eslint-plugin-sf-plugin';
import tseslint from 'typescript-eslint';

/**
 * Most rules of eslint-plugin-sf-plugin act only on files below `src/commands/` and stay silent everywhere else. The
 * commands of this plugin live below `plugin/commands/`, so each rule is told the path it knows. The plugin also still
 * calls what ESLint 10 has dropped, which `fixupPluginRules` gives back. A test holds that both work.
 */
function underSrc(plugin) {
  const rules = Object.entries(plugin.rules).map(([name, rule]) => [
    name,
    { ...rule, create: (context) => rule.create(withSrcPath(context)) },
  ]);
  return { ...plugin, rules: Object.fromEntries(rules) };
}

function withSrcPath(context) {
  const path = (original) => original.replaceAll('\\', '/').replace('/plugin/commands/', '/src/commands/');
  return Object.create(context, {
    physicalFilename: { value: path(context.physicalFilename) },
    filename: { value: path(context.filename) },
    getPhysicalFilename: { value: () => path(context.physicalFilename) },
    getFilename: { value: () => path(context.filename) },
  });
}

export default tseslint.config(
  { ignores: ['lib/', 'coverage/', '**/node_modules/', 'test/lint/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.test.json' } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'max-lines': ['error', 300],
      'max-depth': ['error', 3],
      'no-console': 'error',
    },
  },
  {
    // e2e has packages of its own, and so types of its own.
    files: ['e2e/**/*.ts'],
    languageOptions: { parserOptions: { project: './e2e/tsconfig.json' } },
  },
  {
    files: ['plugin/commands/**/*.ts'],
    plugins: { 'sf-plugin': fixupPluginRules(underSrc(sfPlugin)) },
    rules: sfPlugin.configs.recommended.rules,
  },
  {
    // chai's assertions are expressions, and tests run through promises of mocha.
    files: ['test/**/*.ts', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'bench/**/*.ts', 'test/**/cli.ts', 'scripts/**/*.js', 'bin/**/*.js', 'e2e/**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
);
