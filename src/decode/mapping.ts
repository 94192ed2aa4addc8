/**
 * A user-written mapping for a product without a public format (an antivirus console's CSV export): which header
 * is which field, how times are written, which words mean which status and handling result.
 */
export interface Mapping {
  readonly name: string;
  readonly title: string;
}
