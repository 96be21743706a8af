import { isValueOf, trimmed } from './value-types.ts';

/** Whether a text without white space around it is a value of a type. */
type Check = (text: string) => boolean;

const SIGN = '[+-]?';
const DECIMAL = String.raw`${SIGN}(?:\d+(?:\.\d*)?|\.\d+)`;
const YEAR = String.raw`-?(?!0000)(?:[1-9]\d{4,8}|\d{4})`;
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)`;
const ZONE = String.raw`(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?`;
const DAYS = String.raw`(?:\d+Y)?(?:\d+M)?(?:\d+D)?`;
const HOURS = String.raw`(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?`;

const FORMS: Record<string, string> = {
  language: '[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*',
  decimal: DECIMAL,
  float: `${DECIMAL}(?:[eE]${SIGN}\\d+)?|-?INF|NaN`,
  double: `${DECIMAL}(?:[eE]${SIGN}\\d+)?|-?INF|NaN`,
  duration: `-?P(?=[\\dT])${DAYS}${HOURS}`,
  time: `${TIME}${ZONE}`,
  gYearMonth: `${YEAR}-${MONTH}${ZONE}`,
  gYear: `${YEAR}${ZONE}`,
  gMonthDay: `--${MONTH}-${DAY}${ZONE}`,
  gDay: `---${DAY}${ZONE}`,
  gMonth: `--${MONTH}${ZONE}`,
  hexBinary: '(?:[0-9A-Fa-f]{2})*',
  boolean: 'true|false|1|0',
};

/** The smallest and the largest value of each kind of integer. */
const INTEGERS: Record<string, [least: bigint | undefined, most: bigint | undefined]> = {
  integer: [undefined, undefined],
  nonPositiveInteger: [undefined, 0n],
  negativeInteger: [undefined, -1n],
  nonNegativeInteger: [0n, undefined],
  positiveInteger: [1n, undefined],
  ...signed('long', 63n),
  ...signed('int', 31n),
  ...signed('short', 15n),
  ...signed('byte', 7n),
  ...unsigned('unsignedLong', 64n),
  ...unsigned('unsignedInt', 32n),
  ...unsigned('unsignedShort', 16n),
  ...unsigned('unsignedByte', 8n),
};

function signed(name: string, bits: bigint): Record<string, [bigint, bigint]> {
  return { [name]: [-(2n ** bits), 2n ** bits - 1n] };
}

function unsigned(name: string, bits: bigint): Record<string, [bigint, bigint]> {
  return { [name]: [0n, 2n ** bits - 1n] };
}

const isAnything: Check = () => true;

/**
 * The types of XML Schema 1.0 that the value of an attribute may have, with what they allow. Names and URIs are texts here.
 * Some types are missing on purpose, since their values refer to something outside the value: ID, IDREF, ENTITY, QName,
 * NOTATION.
 */
const TYPES: ReadonlyMap<string, Check> = new Map([
  ...['anyType', 'anySimpleType', 'string', 'normalizedString', 'token'].map(entry(() => isAnything)),
  ...['anyURI', 'Name', 'NCName', 'NMTOKEN', 'NMTOKENS'].map(entry(() => isAnything)),
  ...Object.keys(FORMS).map(entry((name) => hasForm(FORMS[name]!))),
  ...Object.keys(INTEGERS).map(entry((name) => isInteger(...INTEGERS[name]!))),
  ...['date', 'dateTime'].map(entry((name) => isDate(name === 'date' ? '' : `T${TIME}`))),
  ...['base64Binary'].map(entry(() => (text) => text === '' || isValueOf('base64Binary', text))),
]);

function entry(checkOf: (name: string) => Check): (name: string) => [name: string, check: Check] {
  return (name) => [name, checkOf(name)];
}

function hasForm(form: string): Check {
  const pattern = new RegExp(`^(?:${form})$`);
  return (text) => pattern.test(text);
}

/** More digits than any number in an attribute has. They are not read, as that takes longer than their length. */
const MOST_DIGITS = 400;

function isInteger(least: bigint | undefined, most: bigint | undefined): Check {
  return (text) => {
    if (!/^[+-]?\d+$/.test(text) || text.length > MOST_DIGITS) {
      return false;
    }
    const value = BigInt(text.replace(/^\+/, ''));
    return (least === undefined || value >= least) && (most === undefined || value <= most);
  };
}

function isDate(time: string): Check {
  const pattern = new RegExp(`^(${YEAR})-(${MONTH})-(${DAY})${time}${ZONE}$`);
  return (text) => {
    const [year, month, day] = (pattern.exec(text)?.slice(1) ?? []).map(Number);
    return year !== undefined && day! <= daysIn(year, month!);
  };
}

function daysIn(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (isLeapYear ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whether the value of an attribute may have a type of XML Schema. */
export function isKnownType(name: string): boolean {
  return TYPES.has(name);
}

/** Whether a text is a value of a known type. White space around it belongs to no value but a text. */
export function isValueOfType(name: string, text: string): boolean {
  return TYPES.get(name)?.(trimmed(text)) ?? false;
}
