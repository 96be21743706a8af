import type { LogEntry } from '../org/server/request-log.ts';

/** A request, by its place in the log of an undisturbed run, at which a process ends: before the org acts on it, or after. */
export type KillPoint = { index: number; when: 'before' | 'after'; operation: string };

const READING_CALLS = ['readMetadata', 'listMetadata', 'describeMetadata'];

/** Whether a request can change what the org holds. */
function isWrite({ method, soapMethod }: LogEntry): boolean {
  return method !== 'GET' && !READING_CALLS.includes(soapMethod ?? '');
}

/**
 * Where a process is ended: before and after every request that changes the org, at the first and at the last request,
 * and once among the reads that follow each change. Between two changes the org stays as it is, whichever of the reads
 * there the process has come to, so that the other reads bring no other situation.
 */
export function killPointsOf(log: readonly LogEntry[]): KillPoint[] {
  const at = (index: number, when: KillPoint['when']): KillPoint => ({
    index,
    when,
    operation: log[index]?.operation ?? '',
  });
  const points = log.flatMap((entry, index) => {
    if (isWrite(entry)) {
      return [at(index, 'before'), at(index, 'after')];
    }
    const previous = log[index - 1];
    return previous === undefined || isWrite(previous) ? [at(index, 'before')] : [];
  });
  return [...points, at(log.length - 1, 'after')];
}
