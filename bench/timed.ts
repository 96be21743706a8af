import { readFile } from 'node:fs/promises';

/** What a piece of work cost: seconds of wall time and of CPU time of the commands, and requests to the org. */
export type Cost = { wall: number; cpu: number; requests: number };

/** Clock ticks a second, in which Linux counts; fixed for user space at 100 (time(7)). */
const TICKS = 100;

/** Times some work that is done by child processes; their CPU time is what the system has added up for this process. */
export async function timed(work: () => Promise<void>): Promise<Pick<Cost, 'wall' | 'cpu'>> {
  const [cpu, start] = [await childrenCpu(), performance.now()];
  await work();
  return { wall: (performance.now() - start) / 1000, cpu: (await childrenCpu()) - cpu };
}

/** CPU seconds of all children that have ended, from fields 16 and 17 of /proc/self/stat (proc(5)); 0 where there is none. */
async function childrenCpu(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / TICKS;
}
