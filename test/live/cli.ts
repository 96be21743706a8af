import { parseArgs } from 'node:util';
import { Org } from '@salesforce/core';
import { installTransport } from '../../plugin/salesforce/api/transport.ts';
import { assumptionTable } from './assumption-table.ts';
import { commandsAgainst, productionReason } from './live-org.ts';
import { openOrg, type OrgUnderTest } from './org-under-test.ts';
import { runSuite } from './suite.ts';

const USAGE = `Usage: npm run test:live -- --target-org <alias or username> [--keep] [--allow-production]

Runs the tests that touch an org against one that the Salesforce CLI is logged in to. They make an app, a permission
set and certificates under names of their own and delete them again. An identity provider that is on is left as it is.`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  const options = readOptions(words);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  installTransport();
  const connection = (await Org.create({ aliasOrUsername: options.targetOrg })).getConnection();
  const reason = await productionReason(connection);
  if (reason !== undefined && !options.allowProduction) {
    console.error(`${options.targetOrg} is refused: ${reason}. Add --allow-production if that is what you want.`);
    return 1;
  }
  const org = await openOrg(connection, commandsAgainst(options.targetOrg));
  try {
    return await tryOut(org, options.keep);
  } finally {
    await org.close();
  }
}

function readOptions(words: string[]): { targetOrg: string; keep: boolean; allowProduction: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        'target-org': { type: 'string', short: 'o' },
        keep: { type: 'boolean', default: false },
        'allow-production': { type: 'boolean', default: false },
      },
    });
    const targetOrg = values['target-org'];
    return targetOrg === undefined
      ? undefined
      : { targetOrg, keep: values.keep, allowProduction: values['allow-production'] };
  } catch {
    return undefined;
  }
}

async function tryOut(org: OrgUnderTest, keep: boolean): Promise<number> {
  console.log(`Everything that this run makes is called ${org.names.prefix}_…`);
  const interruption = watchInterruption(org.names.prefix);
  const report = await runSuite(org, {
    keep,
    isInterrupted: interruption.happened,
    onStep: (line) => console.log(line),
  });
  console.log('');
  assumptionTable(org.verdicts).forEach((line) => console.log(line));
  report.left.forEach((line) => console.log(`LEFT IN THE ORG  ${line}`));
  console.log(`${report.passed} passed, ${report.failed.length} failed, ${report.skipped} skipped`);
  if (interruption.happened()) {
    return 130;
  }
  return report.failed.length + report.left.length === 0 ? 0 : 1;
}

/** After the first Ctrl-C, the current step ends and the run cleans up. The second one ends it at once. */
function watchInterruption(prefix: string): { happened: () => boolean } {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted) {
        console.error(`Ended at once. What is left in the org begins with ${prefix}_.`);
        process.exit(130);
      }
      interrupted = true;
      console.error('Interrupted: the step at hand ends, then everything is deleted. Once more ends at once.');
    });
  }
  return { happened: () => interrupted };
}
