import type { OrgAnswer } from '../../server/route.ts';
import { escapeXml, type OutputElement } from '../package/metadata-file.ts';
import { child, readXml, type XmlElement } from '../package/xml-document.ts';

/** A call of the Metadata API: the method's element and the headers of the envelope. */
export type SoapCall = { method: XmlElement; headers: XmlElement | undefined };

/** A metadata component inside an answer: elements in their order, under the name of its type. */
export type MetadataRecord = { instanceType: string; elements: OutputElement[] };

/** A request that ends in a fault, with the platform's code and text. */
export class SoapFault extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.name = 'SoapFault';
    this.code = code;
  }
}

/**
 * Reads the envelope of a request.
 *
 * @throws SoapFault if the body is not an envelope with a method. The words are inferred.
 */
export function readEnvelope(body: Buffer): SoapCall {
  const reading = readXml(body);
  if (!reading.ok) {
    throw new SoapFault('UNKNOWN_EXCEPTION', reading.fault.problem);
  }
  const method = child(reading.root, 'Body')?.children[0];
  if (!method) {
    throw new SoapFault('UNKNOWN_EXCEPTION', 'The request holds no method');
  }
  return { method, headers: child(reading.root, 'Header') };
}

/**
 * The answer to a call. Names of the envelope have a prefix, since clients of the platform expect it.
 *
 * @param results one or more `result` elements; none for an empty list.
 */
export function soapAnswer(methodName: string, results: unknown[]): OrgAnswer {
  const content = results.map((result) => valueXml('result', result)).join('');
  const body =
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body><${methodName}Response>${content}</${methodName}Response></soapenv:Body></soapenv:Envelope>`;
  return { status: 200, contentType: 'text/xml;charset=UTF-8', body };
}

/** The platform's answer to a method that the WSDL does not have (inferred). */
export function unknownMethod(methodName: string): OrgAnswer {
  const text =
    `No operation available for request {http://soap.sforce.com/2006/04/metadata}${methodName}, ` +
    'please check the WSDL for the service.';
  return {
    status: 500,
    contentType: 'text/xml;charset=UTF-8',
    body:
      '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
      `<soapenv:Body><soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>${escapeXml(text)}</faultstring>` +
      '</soapenv:Fault></soapenv:Body></soapenv:Envelope>',
  };
}

/** A value as an element. A list repeats it, `undefined` leaves it out, `null` becomes nil, bytes become Base64. */
function valueXml(name: string, value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map((item) => valueXml(name, item)).join('');
  }
  if (value === null) {
    return `<${name} xsi:nil="true"/>`;
  }
  if (isRecord(value)) {
    return `<${name} xsi:type="${value.instanceType}">${value.elements.map(elementXml).join('')}</${name}>`;
  }
  const text = textOf(value);
  const content = text === undefined ? childrenXml(value) : escapeXml(text);
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function textOf(value: unknown): string | undefined {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (Buffer.isBuffer(value)) {
    return value.toString('base64');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function childrenXml(value: unknown): string {
  return Object.entries(value as object)
    .map(([name, content]) => valueXml(name, content))
    .join('');
}

function elementXml({ name, content }: OutputElement): string {
  if (content === null) {
    return `<${name} xsi:nil="true"/>`;
  }
  const inner = typeof content === 'string' ? escapeXml(content) : content.map(elementXml).join('');
  return `<${name}>${inner}</${name}>`;
}

function isRecord(value: unknown): value is MetadataRecord {
  return typeof value === 'object' && value !== null && 'instanceType' in value;
}
