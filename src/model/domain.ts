/** A domain name, compared and stored in lower-case A-labels (RFC 5890); or an address literal (RFC 5321 section 4.1.3). */

export type Domain = {
  /** `xn--bcher-kva.example`, or `[192.0.2.1]`. */
  ascii: string;
  literal: boolean;
};
