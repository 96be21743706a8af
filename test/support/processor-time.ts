/** The processor time of some work, in milliseconds. It does not count what else the machine does meanwhile. */
export function processorMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
