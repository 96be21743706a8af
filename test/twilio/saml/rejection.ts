/** A SAML response that is refused; the message is the one of java-saml unless the place that throws it says otherwise. */
export class ResponseRejected extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResponseRejected';
  }
}
