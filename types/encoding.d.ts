// The one web global that the pure rooms use: WHATWG Encoding is part of every JavaScript runtime and has no
// effect beyond its return value. Declared here because the pure build sees neither Node's types nor the DOM's.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
