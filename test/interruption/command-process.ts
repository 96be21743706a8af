/**
 * A process that has loaded everything and waits for a command to run. Starting takes most of a second. So the next
 * process starts while another one works.
 */
import { join } from 'node:path';
import { Config } from '@oclif/core';
import { setClock } from '../../plugin/http/clock.ts';
import { installTransport } from '../../plugin/salesforce/api/transport.ts';
import { instantClock } from '../support/instant-clock.ts';
import { COMMANDS, type CommandName } from './commands.ts';

/** The message that the process gets. */
export type Order = { command: CommandName; argv: string[]; instanceUrl: string };

setClock(instantClock());
const config = await Config.load({ root: join(import.meta.dirname, '..', '..') });
// Loading the configuration may have loaded the built commands, which install their own transport.
installTransport();

process.once('message', ({ command, argv, instanceUrl }: Order) => {
  process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
  COMMANDS[command].run(argv, config).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.send?.('ready');
