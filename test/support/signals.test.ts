import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { SIGNAL_ROAD, sendSignal, signalArguments, signalChannel, type SignalRoad } from './signals.ts';

const PROGRAM = "process.once('SIGTERM', () => process.exit(7)); console.log('ready'); setInterval(() => {}, 1000);";

describe('a signal to a process of a test', () => {
  for (const road of new Set<SignalRoad>(['message', SIGNAL_ROAD])) {
    it(`reaches its listener, if it is sent by the way "${road}"`, async () => {
      const child = spawn(process.execPath, [...signalArguments(road), '-e', PROGRAM], {
        stdio: ['ignore', 'pipe', 'inherit', ...signalChannel(road)],
      });
      await once(child.stdout!, 'data');
      sendSignal(child, 'SIGTERM', road);
      expect(await once(child, 'exit')).to.deep.equal([7, null]);
    });
  }

  it('does not keep a process from ending', async () => {
    const child = spawn(process.execPath, [...signalArguments('message'), '-e', '0'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });
});
