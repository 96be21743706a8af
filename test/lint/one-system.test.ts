import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect } from 'chai';
import { pitfallsOfCode, pitfallsOfScript, type Pitfall } from './one-system.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const NEEDS_DEBIAN = 'runs on Debian, whose packages it needs';

/** Where something of one system is meant, by the path of the file or the name of the script, and why it does no harm. */
const MEANT: Array<[place: string, pitfall: Pitfall['name'], reason: string]> = [
  ['plugin/terminal/interruption.ts', 'a signal', 'Node.js raises them on Windows for Ctrl+C and a closed window'],
  ['test/live/cli.ts', 'a signal', 'Node.js raises them on Windows for Ctrl+C'],
  ['test/org/cli.ts', 'a signal', 'Node.js raises them on Windows for Ctrl+C'],
  ['test/support/signals.test.ts', 'a signal', 'tests the way to send one on every system'],
  ['test/slow/interruption.test.ts', 'a signal', 'sends them in the way of signals.ts'],
  ['test/org/cli.test.ts', 'a signal', 'expects another end on Windows'],
  ['test/interruption/process-pool.ts', 'a signal', 'SIGKILL ends a process at once on every system'],
  ['test/commands/output-folder.test.ts', 'a file mode', 'asks systemHas first'],
  ['test/support/fake-browser.ts', 'a file mode', 'of a script, in whose place Windows gets a program'],
  ['test/support/system-abilities.ts', 'a user id', 'is what the others ask'],
  ['test/hostile/named-files.test.ts', 'a path of Unix', 'is another one on Windows'],
  ['test/hostile/named-files.test.ts', 'a program of Unix', 'makes pipes where systemHas knows them'],
  [
    'test/hostile/source-folder.test.ts',
    'a path of Unix',
    'is only linked to, and refused as a link to nothing elsewhere',
  ],
  ['test/hostile/source-folder.test.ts', 'a program of Unix', 'makes pipes where systemHas knows them'],
  ['test/text/shell-word.test.ts', 'a program of Unix', 'Git for Windows brings sh'],
  ['test/saml/reading/certificate.test.ts', 'an import of a path', 'is given the address of the file'],
  ['test/org/certificate/certificate.test.ts', 'a program of Unix', 'Git for Windows brings openssl'],
  ['bench/timed.ts', 'a path of Unix', 'is /proc, without which the bench goes on'],
  ['e2e', 'an assignment before a command', NEEDS_DEBIAN],
  ['e2e', 'a list with semicolons', NEEDS_DEBIAN],
  ['e2e', 'a variable of the shell', NEEDS_DEBIAN],
  ['e2e', 'a Unix program', NEEDS_DEBIAN],
];

/** Every pitfall that is met, with the path or script in which it is. */
function met(): Array<{ where: string; pitfall: Pitfall }> {
  const code = ['plugin', 'scripts', 'test', 'bench']
    .flatMap((room) =>
      readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
    )
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && path !== 'test/lint/one-system.test.ts')
    .map((path) => [path, pitfallsOfCode(readFileSync(join(ROOT, path), 'utf8'))] as const);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const ofScripts = Object.entries(scripts).map(([name, script]) => [name, pitfallsOfScript(script)] as const);
  return [...code, ...ofScripts].flatMap(([where, pitfalls]) => pitfalls.map((pitfall) => ({ where, pitfall })));
}

describe('what works on one operating system only', () => {
  const isMeant = (where: string, { name }: Pitfall): boolean =>
    MEANT.some(([place, pitfall]) => place === where && pitfall === name);

  it('is met nowhere in code and scripts, but where it is meant', () => {
    const problems = met().filter(({ where, pitfall }) => !isMeant(where, pitfall));
    expect(problems.map(({ where, pitfall }) => `${where}: ${pitfall.name}; use ${pitfall.instead}`)).to.deep.equal([]);
  });

  it('is meant nowhere without need', () => {
    const found = met().map(({ where, pitfall }) => `${where}: ${pitfall.name}`);
    expect(MEANT.map(([place, pitfall]) => `${place}: ${pitfall}`).filter((one) => !found.includes(one))).to.deep.equal(
      [],
    );
  });

  const scripts: Array<[script: string, pitfall: string | undefined]> = [
    ["mocha 'test/**/*.test.ts'", 'single quotes'],
    ['NODE_ENV=development node bin/run.js', 'an assignment before a command'],
    ['npm test; npm run e2e', 'a list with semicolons'],
    ['exit $code', 'a variable of the shell'],
    ['npm run build && rm -rf lib', 'a Unix program'],
    ['node -e "fs.rmSync(\'lib\', { force: true }); 1" && mocha "test/**/*.test.ts" --grep=a', undefined],
  ];
  for (const [script, pitfall] of scripts) {
    it(`is ${pitfall === undefined ? 'not ' : ''}seen in the script ${script}`, () => {
      expect(pitfallsOfScript(script).map(({ name }) => name)).to.deep.equal(pitfall === undefined ? [] : [pitfall]);
    });
  }

  const lines: Array<[line: string, pitfall: string | undefined]> = [
    ["open('/dev/tty')", 'a path of Unix'],
    ['readFile(new URL("a.xml", import.meta.url).pathname)', 'the path of a URL as a file'],
    ['await import(join(folder, "a.ts"))', 'an import of a path'],
    ["filePath.split('/')", 'a path cut at slashes'],
    ['writeFile(`${tmpdir()}/a`, "")', 'a path put together with a slash'],
    ["writeFile(outputFolder + '/a', '')", 'a path put together with a slash'],
    ["join(process.env['HOME'] ?? '', 'a')", 'the home by its variable'],
    ["child.kill('SIGTERM')", 'a signal'],
    ["execFileSync('mkfifo', [path])", 'a program of Unix'],
    ['process.getuid?.()', 'a user id'],
    ['chmod(path, 0o600)', 'a file mode'],
    ["await import('./a.ts'); url.pathname.split('/'); spawn(process.execPath, [join(folder, 'a')])", undefined],
  ];
  for (const [line, pitfall] of lines) {
    it(`is ${pitfall === undefined ? 'not ' : ''}seen in ${line}`, () => {
      expect(pitfallsOfCode(line).map(({ name }) => name)).to.deep.equal(pitfall === undefined ? [] : [pitfall]);
    });
  }
});
