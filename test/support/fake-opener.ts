import { appendFileSync, existsSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Makes a Node.js that starts under the name of an opener behave as one, before it would run its first argument as a
 * program. That argument is known as a path only, since Node.js has resolved it.
 */
const { FAKE_OPENER_LOG: log = '', FAKE_OPENER_EXIT_CODE: exitCode, FAKE_OPENER_CLOSED: closed = '' } = process.env;
const [, first = '', ...others] = process.argv;
appendFileSync(log, [basename(first), ...others, ''].join('\n'));
if (exitCode === undefined) {
  // Also where the folder is gone before it has looked: nothing of a test may outlive it.
  while (existsSync(log) && !existsSync(closed)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
process.exit(Number(exitCode ?? 0));
