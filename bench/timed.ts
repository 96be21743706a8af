import { readFile } from 'node:fs/promises';

/** The cost of some work: seconds of wall time, seconds of the commands' CPU time, and requests to the org. */
export type Cost = { wall: number; cpu: number; requests: number };

/** Clock ticks in a second, the unit in which Linux counts. It is always 100 in user space (time(7)). */
const TICKS = 100;

/** Times some work of child processes. The system adds up their CPU time for this process. */
export async function timed(work: () => Promise<void>): Promise<Pick<Cost, 'wall' | 'cpu'>> {
  const [cpu, start] = [await childrenCpu(), performance.now()];
  await work();
  return { wall: (performance.now() - start) / 1000, cpu: (await childrenCpu()) - cpu };
}

/**
 * CPU seconds of all ended children, from fields 16 and 17 of /proc/self/stat (proc(5)); 0 if there is no such file.
 */
async function childrenCpu(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / TICKS;
}
