import { appendFileSync, existsSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Makes Node.js behave as an opener, if it was started under the name of one. This runs before Node.js would run its
 * first argument as a program. Node.js has already made a path of that argument.
 */
const { FAKE_OPENER_LOG: log = '', FAKE_OPENER_EXIT_CODE: exitCode, FAKE_OPENER_CLOSED: closed = '' } = process.env;
const [, first = '', ...others] = process.argv;
appendFileSync(log, [basename(first), ...others, ''].join('\n'));
if (exitCode === undefined) {
  // It also ends if the folder is already gone, since nothing may outlive its test.
  while (existsSync(log) && !existsSync(closed)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
process.exit(Number(exitCode ?? 0));
