import type { Clock } from '../../plugin/http/clock.ts';

type Pending = { controller: AbortController; milliseconds: number };

/**
 * A clock on which waits take no time. A request that hangs ends as soon as nothing else is under way, since nothing
 * could happen then until its time limit.
 */
export class VirtualClock implements Clock {
  private passed = 0;
  private hanging = 0;
  private readonly pending = new Set<Pending>();

  /** Milliseconds that passed by waiting since the last call of `restart`. */
  public get waited(): number {
    return this.passed;
  }

  public restart(): void {
    this.passed = 0;
    this.hanging = 0;
  }

  public now(): number {
    return Date.now() + this.passed;
  }

  public wait(milliseconds: number): Promise<unknown> {
    this.passed += milliseconds;
    return new Promise((resolve) => setImmediate(resolve));
  }

  public async within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const entry: Pending = { controller: new AbortController(), milliseconds };
    this.pending.add(entry);
    try {
      return await work(entry.controller.signal);
    } finally {
      this.pending.delete(entry);
      this.passIfAllHang();
    }
  }

  /** Tells the clock that one of the requests under way will get no answer. */
  public hang(): void {
    this.hanging += 1;
    this.passIfAllHang();
  }

  private passIfAllHang(): void {
    if (this.hanging === 0 || this.hanging < this.pending.size) {
      return;
    }
    this.hanging = 0;
    this.passed += Math.max(0, ...[...this.pending].map(({ milliseconds }) => milliseconds));
    for (const { controller } of this.pending) {
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }
  }
}
