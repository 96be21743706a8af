import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = '{plugin,test,scripts,bench}/**/*.ts';
const SLOW = join('test', 'slow');

/**
 * The tests that a change of some files touches: those that import a changed file, directly or through others. A file
 * that is not imported (messages, schemas, fixtures) touches the sources that have its name in a string, and their
 * tests. Slow tests are left out.
 *
 * @param changed paths from the root of the project.
 */
export function touchedTests(changed: Iterable<string>): string[] {
  const texts = readSources();
  const importers = importersByFile(texts);
  const reached = new Set<string>();
  const waiting = [...changed].flatMap((path) => (texts.has(path) ? [path] : namedIn(path, texts)));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (!reached.has(path)) {
      reached.add(path);
      waiting.push(...(importers.get(path) ?? []));
    }
  }
  return [...reached].filter((path) => path.endsWith('.test.ts') && !path.startsWith(SLOW)).sort();
}

/**
 * The files that import a file, by its path. They are read again for each change, which takes a fraction of a second.
 */
function importersByFile(texts: Map<string, string>): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, text] of texts) {
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName.startsWith('.')) {
        const imported = relative(ROOT, resolve(ROOT, dirname(path), fileName));
        importers.set(imported, [...(importers.get(imported) ?? []), path]);
      }
    }
  }
  return importers;
}

function readSources(): Map<string, string> {
  return new Map(globSync(SOURCES, { cwd: ROOT }).map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

/** The sources that have the name of a file in a string, with or without its extension. */
function namedIn(path: string, texts: Map<string, string>): string[] {
  const name = basename(path);
  const names = [name, name.replace(/\.\w+$/, '')].map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const quoted = new RegExp(`['"\`/](?:${names.join('|')})['"\`]`);
  return [...texts].filter(([, text]) => quoted.test(text)).map(([source]) => source);
}
