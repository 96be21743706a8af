import { expect } from 'chai';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './cli-options.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));

function startCli(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [CLI, ...args]);
}

/** What the command has printed once it has printed something that matches. */
async function printed(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (pattern.test(text)) {
      return text;
    }
  }
  throw new Error(`The command ended without ${pattern}: ${text}`);
}

/** Exit code and signal of a process that a signal ends in good order. On Windows `kill` ends it at once, unasked. */
function endOf(signal: NodeJS.Signals): [number | null, NodeJS.Signals | null] {
  return process.platform === 'win32' ? [null, signal] : [0, null];
}

describe('the command line of the org', () => {
  it('gives every switch its value', () => {
    expect(
      readCommandLine([
        '--port=0',
        '--kind=scratch',
        '--username=north@example.test',
        '--connected-app-creation=allowed',
        '--my-domain=https://acme.my.salesforce.com',
        '--api-version=65.0',
        '--polls-until-done=3',
        '--missing-permission=ViewSetup',
        '--missing-permission=ModifyMetadata',
        '--json',
      ]),
    ).to.deep.equal({
      kind: 'start',
      json: true,
      options: {
        port: 0,
        kind: 'scratch',
        username: 'north@example.test',
        connectedAppCreation: 'allowed',
        myDomain: 'https://acme.my.salesforce.com',
        apiVersion: '65.0',
        pollsUntilDone: 3,
        missingPermissions: ['ViewSetup', 'ModifyMetadata'],
      },
    });
  });

  for (const [args, text] of [
    [['--kind', 'prod'], '--kind prod: expected one of production, developer, sandbox, scratch.'],
    [['--port', '-1x'], undefined],
    [['--port', '4x'], '--port 4x: expected a whole number.'],
    [['--query-page-size', '0'], '--query-page-size 0: expected a whole number, at least 1.'],
    [['--api-version', '66'], '--api-version 66: expected an API version such as 68.0.'],
    [['--my-domain', 'acme'], undefined],
    [['--username', 'north'], undefined],
    [['--nope'], undefined],
    [['leftover'], undefined],
  ] as const) {
    it(`says what is wrong with ${args.join(' ')}`, () => {
      const result = readCommandLine([...args]);
      expect(result.kind).to.equal('problem');
      if (text !== undefined) {
        expect(result).to.deep.equal({ kind: 'problem', text });
      }
    });
  }

  it('lists every switch in its help', () => {
    const result = readCommandLine(['--help']);
    expect(result.kind).to.equal('help');
    expect(result.kind === 'help' ? result.text : '').to.match(/--certificate-redeploy +one of new-key, same-key/);
  });

  it('starts an org, says how to use it, and ends in good order when interrupted', async () => {
    const child = startCli('--port', '0');
    const text = await printed(child, /--target-org emulated/);
    const [, url] = /SF_ORG_INSTANCE_URL=(\S+)/.exec(text) ?? [];
    const [, token] = /ORG='([^']+)'/.exec(text) ?? [];
    expect(text).to.include('sf org display --target-org "$ORG"').and.include('sf org login access-token');
    const reply = await fetch(`${url}/services/data/v66.0/limits`, { headers: { Authorization: `Bearer ${token}` } });
    expect(reply.status).to.equal(200);
    await reply.text();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).to.deep.equal(endOf('SIGINT'));
  });

  it('prints one line of JSON when asked, and ends in good order when terminated', async () => {
    const child = startCli('--port', '0', '--username', 'north@example.test', '--json');
    const line = JSON.parse(await printed(child, /\n$/)) as Record<string, string>;
    expect(line).to.have.keys('url', 'username', 'token');
    expect(line['username']).to.equal('north@example.test');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).to.deep.equal(endOf('SIGTERM'));
  });

  it('ends with exit code 2 for a wrong switch', async () => {
    const child = startCli('--kind', 'prod');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).to.equal(2);
  });
});
