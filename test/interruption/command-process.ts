/**
 * A process that has everything loaded and waits to be told which command to run: starting takes most of a second, which
 * passes while another one works.
 */
import { join } from 'node:path';
import { Config } from '@oclif/core';
import { setClock } from '../../plugin/http/clock.ts';
import { installTransport } from '../../plugin/salesforce/api/transport.ts';
import { instantClock } from '../support/instant-clock.ts';
import { COMMANDS, type CommandName } from './commands.ts';

/** What the process is told. */
export type Order = { command: CommandName; argv: string[]; instanceUrl: string };

setClock(instantClock());
const config = await Config.load({ root: join(import.meta.dirname, '..', '..') });
// With the configuration the built commands may have been loaded, which put a transport of their own in place.
installTransport();

process.once('message', ({ command, argv, instanceUrl }: Order) => {
  process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
  COMMANDS[command].run(argv, config).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.send?.('ready');
