/** Something that works on one operating system only: what it is written like, and what to write instead. */
export type Pitfall = { name: string; pattern: RegExp; instead: string };

/** In the scripts of package.json, which cmd.exe runs on Windows. */
const IN_SCRIPTS: Pitfall[] = [
  { name: 'single quotes', pattern: /^[^"]*(?:"[^"]*"[^"]*)*'/, instead: 'double quotes' },
  { name: 'an assignment before a command', pattern: /(?:^|[;&|] *)\w+=\S* +\w/, instead: 'a script in scripts/' },
  { name: 'a list with semicolons', pattern: /^[^"]*(?:"[^"]*"[^"]*)*;/, instead: '&&' },
  { name: 'a variable of the shell', pattern: /\$[?{\w]/, instead: 'a script in scripts/' },
  {
    name: 'a Unix program',
    pattern: /(?:^|[;&|] *)(?:rm|cp|mv|mkdir|cat|sh|bash|touch|env|export)\b/,
    instead: 'node',
  },
];

/** In TypeScript. Signals, devices and programs of one system stand in named places only. */
const IN_CODE: Pitfall[] = [
  { name: 'a path of Unix', pattern: /(['"`])\/(?:dev|tmp|bin|usr|etc|proc|var)\//, instead: 'tmpdir(), devNull' },
  {
    name: 'the path of a URL as a file',
    pattern: /import\.meta\.url\)?\.pathname|new URL\([^)]*import\.meta\.url\)\.pathname/,
    instead: 'fileURLToPath, import.meta.dirname',
  },
  { name: 'an import of a path', pattern: /\bimport\((?!['"`]|\w+\.href)/, instead: 'pathToFileURL(path).href' },
  {
    name: 'a path cut at slashes',
    pattern: /\b(?:file|folder|directory|dir|fileName|parentPath)\w*\.split\(['"]\//,
    instead: 'node:path',
  },
  {
    name: 'a path put together with a slash',
    pattern:
      /(?:tmpdir\(\)|homedir\(\)|cwd\(\)|dirname|[dD]irectory|[fF]older) ?\+ ?['"]\/|\$\{(?:tmpdir\(\)|homedir\(\)|import\.meta\.dirname)\}\//,
    instead: 'join',
  },
  { name: 'the home by its variable', pattern: /process\.env(?:\.HOME\b|\[['"]HOME['"]\])/, instead: 'homedir()' },
  { name: 'a signal', pattern: /['"]SIG(?:INT|TERM|HUP|KILL|USR[12]|BREAK)['"]/, instead: 'test/support/signals.ts' },
  {
    name: 'a program of Unix',
    pattern: /(?:spawn|execFile|exec)(?:Sync)?\(\s*['"](?!node)\w+/,
    instead: 'process.execPath',
  },
  { name: 'a user id', pattern: /\bget(?:e?uid|e?gid)\b/, instead: 'systemHas in test/support/system-abilities.ts' },
  { name: 'a file mode', pattern: /\bchmod|\bmode: 0o/, instead: 'systemHas in test/support/system-abilities.ts' },
];

/** What works on one system only in a script of package.json. */
export function pitfallsOfScript(script: string): Pitfall[] {
  return IN_SCRIPTS.filter(({ pattern }) => pattern.test(script));
}

/** What works on one system only in the text of a module. */
export function pitfallsOfCode(code: string): Pitfall[] {
  return IN_CODE.filter(({ pattern }) => pattern.test(code));
}
