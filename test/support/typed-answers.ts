import { PassThrough } from 'node:stream';

/** A terminal at which a person types lines. It takes the place of the input of this process until it is left. */
export type FakeTerminal = { leave: () => void };

/** @param lines what the person types, line by line; nothing after them. */
export function typing(...lines: string[]): FakeTerminal {
  const original = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  const input = Object.assign(new PassThrough(), { isTTY: true });
  Object.defineProperty(process, 'stdin', { configurable: true, value: input });
  lines.forEach((line) => input.write(`${line}\n`));
  return { leave: () => Object.defineProperty(process, 'stdin', original) };
}
