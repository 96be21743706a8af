import { setupError } from '../../errors.ts';

type Parser = (input: string, context: unknown, flag: { name: string }) => Promise<string>;

/**
 * A flag's parser for a text that must not be empty, from a function that throws where it is wrong. A shell variable that
 * is not set gives an empty text, which would otherwise stand for the current folder, for every name, or for no flag.
 *
 * @throws FlagEmpty (exit code 2).
 */
export function parsedBy(parse: (input: string) => string): Parser {
  return (input, _context, { name }) =>
    Promise.resolve(input).then((text) => {
      if (text.trim() === '') {
        throw setupError('FlagEmpty', { tokens: [`--${name}`], exitCode: 2 });
      }
      return parse(text);
    });
}

/** The parser of a flag that takes any text but an empty one. */
export const givenText = parsedBy((input) => input);
