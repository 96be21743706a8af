import type { TwilioAnswer } from '../server/route.ts';

export function jsonAnswer(body: unknown): TwilioAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
