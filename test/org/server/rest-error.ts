/** A request the REST API refuses; the server turns it into the array that clients read. */
export class RestError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: string[]) {
    super(message);
    this.name = 'RestError';
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** Something that is not there, or not there for this user. */
export function notFound(): RestError {
  return new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
}
