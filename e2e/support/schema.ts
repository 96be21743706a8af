import { execFile } from 'node:child_process';
import { join } from 'node:path';

export type ProgramRun = { exitCode: number; stdout: string; stderr: string };

/** Runs a program to its end; never fails by itself. */
export function runProgram(program: string, words: string[]): Promise<ProgramRun> {
  return new Promise((resolve) => {
    execFile(program, words, (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : 1, stdout, stderr }));
  });
}

/** Paths of all files below a folder whose names fit one of the patterns of `find -name`. */
export async function filesBelow(folder: string, ...patterns: string[]): Promise<string[]> {
  const names = patterns.flatMap((pattern, index) => [...(index === 0 ? [] : ['-o']), '-name', pattern]);
  const { stdout } = await runProgram('find', [folder, '-type', 'f', '(', ...names, ')']);
  return stdout.trim().split('\n').filter(Boolean).sort();
}

/** What a validating parser that is not ours finds in metadata files. */
export type SchemaVerdict = { exitCode: number; valid: number; messages: string };

/**
 * Holds metadata files against the schema of Salesforce with xmllint.
 *
 * @param folder where the schema is written.
 */
export async function validateMetadata(folder: string, files: string[]): Promise<SchemaVerdict> {
  const schema = join(folder, 'metadata.xsd');
  const generator = join(
    import.meta.dirname,
    '..',
    '..',
    'test',
    'org',
    'metadata',
    'model',
    'generate-metadata-schema.ts',
  );
  await runProgram(process.execPath, [generator, schema]);
  const { exitCode, stderr } = await runProgram('xmllint', ['--noout', '--nonet', '--schema', schema, ...files]);
  return { exitCode, valid: stderr.match(/ validates$/gm)?.length ?? 0, messages: stderr };
}
