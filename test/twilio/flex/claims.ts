import type { TwilioSwitches } from '../options.ts';
import { TwilioError } from '../twilio-error.ts';

type Scalar = string | number | boolean;
export type ClaimValue = Scalar | readonly Scalar[];

/** What a response says of a user, by the names of worker attributes: without the type that the name may end with. */
export type Claims = ReadonlyMap<string, ClaimValue>;

/** Undefined is a text that is not of the type. */
type Reader = (text: string) => Scalar | undefined;

const READERS: Record<string, Reader> = { string: readString, int: readInteger, boolean: readBoolean };

/** The types are written in lower case (Twilio's guide). */
const TYPED_NAME = /^(.+)\.(string|int|boolean)(array)?$/;

/**
 * The attributes of a response as Flex takes them: a string each, unless the name ends with another type, and roles as an
 * array. A name that is an address is passed over, as those of a claim's namespace are (Twilio's guide).
 *
 * @throws TwilioError with the documented text for a value that is not of its type.
 */
export function readClaims(
  attributes: ReadonlyMap<string, readonly string[]>,
  { emptyTypedValues }: TwilioSwitches,
): Claims {
  const own = [...attributes].filter(([name]) => !/^https?:/.test(name));
  return new Map(own.map(([name, values]) => readClaim(name, values, emptyTypedValues === 'taken')));
}

function readClaim(name: string, values: readonly string[], takesEmpty: boolean): [name: string, value: ClaimValue] {
  const { base, read, isArray } = typeOf(name);
  // Several values mean the same as one with commas.
  const text = values.join(',');
  if (text.trim() === '' && takesEmpty) {
    return [base, isArray ? [] : text];
  }
  return [base, isArray ? itemsOf(text).map((item) => valueOf(item, read)) : valueOf(text, read)];
}

/** What a name says of its values. An attribute of a channel has its type by its name (Twilio's guide). */
function typeOf(name: string): { base: string; read: Reader; isArray: boolean } {
  const [, base = name, type, array] = TYPED_NAME.exec(name) ?? [];
  if (type !== undefined) {
    return { base, read: READERS[type] ?? readString, isArray: array !== undefined };
  }
  const ofChannel = /^channel\.[^.]+\.(capacity|availability)$/.exec(name)?.[1];
  const read = ofChannel === undefined ? readString : ofChannel === 'capacity' ? readInteger : readBoolean;
  return { base: name, read, isArray: name === 'roles' };
}

function itemsOf(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

function valueOf(text: string, read: Reader): Scalar {
  const value = read(text);
  if (value === undefined) {
    // The text is documented; the code that comes with it is not.
    throw new TwilioError(70252, '400 Error invalid attribute format');
  }
  return value;
}

function readString(text: string): string {
  return text;
}

function readInteger(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function readBoolean(text: string): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}
