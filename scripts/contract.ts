import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

/**
 * Compares what users' scripts rely on with the files that record it (`compare`), or writes those files again
 * (`generate`): the flags of the commands, the schemas of their results, and the names of errors.
 */
const ROOT = join(import.meta.dirname, '..');
const COMMANDS = join(ROOT, 'plugin', 'commands');
const SCHEMAS = join(ROOT, 'schemas');
const ERROR_NAMES = join(ROOT, 'plugin', 'error-names.ts');

const [verb] = process.argv.slice(2);
if (verb !== 'compare' && verb !== 'generate') {
  throw new Error(`Expected "compare" or "generate", not "${verb}".`);
}

const { status } = spawnSync(process.execPath, [join(ROOT, 'bin', 'run.js'), 'snapshot', verb], {
  stdio: 'inherit',
  // This command comes from a development plugin, which oclif loads only in this environment.
  env: { ...process.env, NODE_ENV: 'development' },
});
process.exitCode = status ?? 1;

const schemas = resultSchemas();
const errorNames = errorNamesModule();
if (verb === 'generate') {
  for (const [name, text] of schemas) {
    writeFileSync(join(SCHEMAS, name), text);
  }
  writeFileSync(ERROR_NAMES, errorNames);
} else {
  const differences = [
    ...differencesFromRecord(schemas),
    ...(readFileSync(ERROR_NAMES, 'utf8') === errorNames
      ? []
      : ['plugin/error-names.ts has not the names of messages/errors.md.']),
  ];
  if (differences.length > 0) {
    console.error(`${differences.join('\n')}\nIf that is meant: npm run schemas`);
    process.exitCode = 1;
  }
}

/**
 * The schema of each command's result, by the name of its file. The development plugin makes the same schemas, but reads
 * all types of the project again for each command, which takes five times as long.
 */
function resultSchemas(): Map<string, string> {
  const generator = createGenerator({ path: join(COMMANDS, '**', '*.ts').replaceAll(sep, '/'), skipTypeCheck: true });
  return new Map(
    globSync('**/*.ts', { cwd: COMMANDS }).map((path) => {
      const name = `${path.replace(/\.ts$/, '').replaceAll(sep, '-')}.json`;
      return [name, JSON.stringify(generator.createSchema(resultTypeIn(path)), null, 2)];
    }),
  );
}

/** The name of the type that the command in a file gives. */
function resultTypeIn(path: string): string {
  const [, type] = /async run\(\): Promise<(\w+)>/.exec(readFileSync(join(COMMANDS, path), 'utf8')) ?? [];
  if (type === undefined) {
    throw new Error(`${path} has no "async run(): Promise<Result>" with the name of a type.`);
  }
  return type;
}

/** A line for each schema that differs from its file, that has none, and that belongs to no command any more. */
function differencesFromRecord(latest: ReadonlyMap<string, string>): string[] {
  const recorded = new Map(
    globSync('*.json', { cwd: SCHEMAS }).map((name) => [name, readFileSync(join(SCHEMAS, name), 'utf8')]),
  );
  return [...new Set([...latest.keys(), ...recorded.keys()])]
    .filter((name) => latest.get(name) !== recorded.get(name))
    .map((name) => `schemas/${name} is not what the command's result is now.`);
}

/** The module that gives the compiler the names of all errors, from the headings of their texts. */
function errorNamesModule(): string {
  const headings = readFileSync(join(ROOT, 'messages', 'errors.md'), 'utf8').matchAll(/^# error\.(\w+)$/gm);
  const names = Array.from(headings, ([, name]) => `  '${name}',\n`);
  return `/**
 * The names of all errors of this plugin: the headings \`error.<Name>\` of \`messages/errors.md\`, in their order. Users
 * see each name with \`Error\` at its end. The names are stable, since scripts rely on them. \`npm run schemas\` writes
 * this file.
 */
export const ERROR_NAMES = [
${names.join('')}] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];
`;
}
