import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Windows has no signals between processes: `kill` ends another process at once, whatever signal it is given
 * (https://nodejs.org/api/process.html#signal-events). There a test sends the name of the signal as a message, and a
 * module in the child raises it, as Ctrl+C in a console does.
 */
export type SignalRoad = 'signal' | 'message';

export const SIGNAL_ROAD: SignalRoad = process.platform === 'win32' ? 'message' : 'signal';

/** The arguments of Node.js for a process that is to get signals. */
export function signalArguments(road = SIGNAL_ROAD): string[] {
  const module = pathToFileURL(join(import.meta.dirname, 'signals-by-message.ts'));
  return road === 'message' ? ['--import', module.href] : [];
}

/** The part of `stdio` after the outputs, for such a process. */
export function signalChannel(road = SIGNAL_ROAD): Array<'ipc'> {
  return road === 'message' ? ['ipc'] : [];
}

export function sendSignal(child: ChildProcess, signal: NodeJS.Signals, road = SIGNAL_ROAD): void {
  if (road === 'message') {
    child.send(signal);
  } else {
    child.kill(signal);
  }
}
