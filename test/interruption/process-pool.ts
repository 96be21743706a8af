import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order } from './command-process.ts';

/** How a process ends that was killed. Windows has it too. */
export const KILLED: NodeJS.Signals = 'SIGKILL';

/** The number of processes that are kept ready: one for each core of a build machine, which has at least two. */
const READY = 2;

/** A process that runs one command. */
export type CommandProcess = {
  /** @returns the exit code, or the signal that ended it. */
  run(order: Order): Promise<number | NodeJS.Signals>;
  kill(): void;
};

type WarmProcess = { child: ChildProcess; ready: Promise<unknown> };

/** Processes for commands that are to be killed. The next ones start while one works. */
export class ProcessPool {
  private readonly waiting: WarmProcess[] = [];
  private left: number;

  /** @param count how many processes are taken in total. No more are started. */
  public constructor(count: number) {
    this.left = count;
  }

  public async take(): Promise<CommandProcess> {
    for (; this.left > 0 && this.waiting.length < READY + 1; this.left--) {
      this.waiting.push(warmProcess());
    }
    const [{ child, ready }] = this.waiting.splice(0, 1) as [WarmProcess];
    await ready;
    return { run: (order) => runToEnd(child, order), kill: () => child.kill(KILLED) };
  }

  public stop(): void {
    this.waiting.splice(0).forEach(({ child }) => child.kill(KILLED));
  }
}

function warmProcess(): WarmProcess {
  const child = fork(join(import.meta.dirname, 'command-process.ts'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return { child, ready: once(child, 'message') };
}

async function runToEnd(child: ChildProcess, order: Order): ReturnType<CommandProcess['run']> {
  child.send(order);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals];
  return code ?? signal;
}
