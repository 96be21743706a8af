import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SfError } from '@salesforce/core';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import type { Run, Standing } from './bench.ts';
import { isStatusQuestion } from './faults.ts';
import { WAIT_MINUTES } from './scenarios.ts';

/** How a run ended: `success`, `not ok` (a report with failed checks), or the name of its error. */
export type Ending = string;

/** How a run ended, and what is wrong with it. */
export type Judgement = { ending: Ending; problems: string[] };

/** What a run is compared with: the org before the run, and a run of the same command without a fault. */
export type Reference = { before: Standing; whole: Run };

const ERRORS = join(import.meta.dirname, '..', '..', 'messages', 'errors.md');

/** The names of this plugin's errors. */
const NAMES = new Set(
  [...readFileSync(ERRORS, 'utf8').matchAll(/^# error\.(\w+)$/gm)].map(([, name = '']) => `${name}Error`),
);

/** What a user must never read: texts of libraries, sentences with missing values, pages, stack traces. */
const RAW =
  /Cannot read|is not a function|is not iterable|fetch failed|TypeError|SyntaxError|Unexpected (?:token|end)|undefined|\[object|\bNaN\b|%s|<(?:html|body|h1)\b|<!DOCTYPE|<\?xml|\n\s+at /;

/**
 * The longest that a command may wait, in milliseconds. It is the time of --wait and of a last request after it. Before
 * that, the command looks up the org of the flag. If the org hangs, that takes two long attempts, and then a short one
 * for each request.
 */
const LONGEST = WAIT_MINUTES * 60_000 + 15_000 + 150_000;

/** Judges a run in which something failed. */
export function judge(org: EmulatedOrg, run: Run, { before, whole }: Reference): Judgement {
  const { error } = run;
  const problems = [...textProblems(org, run), ...keyProblems(before.keys, run)];
  if (run.waited > LONGEST) {
    problems.push(`waited ${Math.round(run.waited / 1000)} s`);
  }
  if (error === undefined) {
    const ok = run.exitCode === 0;
    return { ending: ok ? 'success' : 'not ok', problems: [...problems, ...(ok ? claimProblems(run, whole) : [])] };
  }
  return { ending: error.name, problems: [...problems, ...errorProblems(error, run, before)] };
}

function textProblems(org: EmulatedOrg, { error, stdout, stderr }: Run): string[] {
  const text = [stdout, stderr, error?.message ?? '', ...(error?.actions ?? [])].join('\n');
  const raw = RAW.exec(text.replace(/-----BEGIN[^-]*-----END/g, ''))?.[0];
  return [
    ...(raw === undefined ? [] : [`prints ${JSON.stringify(raw)}`]),
    ...(holdsSecret(org, text) ? ['prints a secret'] : []),
  ];
}

/** Tokens, one-time addresses, and Base64 of a response, which begins with `<?xml` or `<samlp:`. */
const SECRET = /[?&](?:otp|sid)=|SAMLResponse=|PD94bWw|PHNhbWxwO/;

function holdsSecret({ state }: EmulatedOrg, text: string): boolean {
  const tokens = [...state.sessions.keys(), ...state.refreshTokens.keys()];
  return SECRET.test(text) || tokens.some((token) => text.includes(token));
}

/** A certificate that was there must not have got another key. */
function keyProblems(before: Map<string, string>, { keys }: Run): string[] {
  return [...before]
    .filter(([name, pem]) => keys.has(name) && keys.get(name) !== pem)
    .map(([name]) => `the key of ${name} is another`);
}

/** A success counts only if the org has what it should have, and the result is the same as without a fault. */
function claimProblems(run: Run, whole: Run): string[] {
  return [
    ...(run.setup === whole.setup ? [] : ['claims success, and the org is not as it should be']),
    ...(resultText(run) === resultText(whole) ? [] : [`gives another result: ${difference(run, whole)}`]),
    ...pemsIn(run)
      .filter((pem) => ![...run.keys.values()].includes(pem))
      .map(() => 'hands over a certificate that the org does not have'),
  ];
}

function pemsIn({ result }: Run): string[] {
  const text = JSON.stringify(result ?? null);
  return [...text.matchAll(/"(-----BEGIN CERTIFICATE-----[^"]*)"/g)].map(([pem]) => JSON.parse(pem) as string);
}

/** Parts of a result that differ between runs, or that are missing if the org does not give them. */
const VARIABLE: Array<[RegExp, string]> = [
  [/0Af\w{15}/g, '<job>'],
  [/\b\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g, '<time>'],
  [/-?\d+ seconds ahead/g, '<time> ahead'],
  [/\d+ s (?:ago by|ahead of) this clock/g, '<time> by this clock'],
  [/-----BEGIN CERTIFICATE-----[^"]*/g, '<certificate>'],
  [/(?:[0-9A-F]{2}:){19,}[0-9A-F]{2}/g, '<fingerprint>'],
  [/_[0-9a-f]{20,}/g, '<id>'],
  [/,?"publishedAgrees":true/g, ''],
  [/,"signInUsers":\{[^{}]*\}/g, ''],
  [/"myDomain":"[^"]*",/g, ''],
  [/\{[^{}]*"id":"setup\.published"[^{}]*\},?/g, ''],
];

function resultText({ result }: Run): string {
  return VARIABLE.reduce((text, [part, instead]) => text.replace(part, instead), JSON.stringify(result ?? null));
}

function difference(run: Run, whole: Run): string {
  const [actual, expected] = [resultText(run), resultText(whole)];
  const at = [...expected].findIndex((character, index) => character !== actual[index]);
  return `…${actual.slice(Math.max(0, at - 30), at + 60)}… instead of …${expected.slice(Math.max(0, at - 30), at + 60)}…`;
}

function errorProblems(error: SfError, run: Run, before: Reference['before']): string[] {
  const { message, actions = [] } = error;
  const text = [message, ...actions].join('\n');
  const first = run.meeting.first;
  const expectations: Array<[boolean, string]> = [
    [NAMES.has(error.name), `an error of another name than the plugin's: ${error.name}`],
    [!message.includes('\n'), 'more than one line'],
    [message.length < 600, 'more than a sentence or two'],
    [actions.length > 0, 'says nothing to do'],
    [/127\.0\.0\.1|\borg\b/i.test(text), 'names no org'],
    [first === undefined || !isStatusQuestion(first) || /0Af\w{15}/.test(text), 'names no job'],
    [!/nothing (?:was|is) changed/i.test(text) || run.exact === before.exact, 'says that nothing was changed'],
    [run.exitCode > 0, 'exit code 0'],
  ];
  return expectations.filter(([holds]) => !holds).map(([, problem]) => problem);
}
