import type { LogEntry } from '../org/server/request-log.ts';

/** The request at which a process is killed, by its place in a normal run, and whether the org acts on it before that. */
export type KillPoint = { index: number; when: 'before' | 'after'; operation: string };

const READING_CALLS = ['readMetadata', 'listMetadata', 'describeMetadata'];

/** Whether a request can change what the org holds. */
function isWrite({ method, soapMethod }: LogEntry): boolean {
  return method !== 'GET' && !READING_CALLS.includes(soapMethod ?? '');
}

/**
 * The points at which a process is killed: before and after every request that changes the org, at the first and the
 * last request, and at one of the reads after each change. Between two changes the org stays the same, so the other reads
 * would be no new situation.
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
