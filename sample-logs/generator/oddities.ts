// What real log folders hold besides good lines. Each oddity sits in one unit, named in README.md.

/** Garbage between good lines: a repeated-message note, a banner, a stray binary line, bytes that are not UTF-8. */
export const GARBAGE: readonly (string | Uint8Array)[] = [
  'Nov 20 08:00:01 last message repeated 3 times',
  '######## LOG ROTATED ########',
  '\u0000\u0001\u0002\u0003binary\u0000',
  Uint8Array.from([0xff, 0xfe, 0x44, 0xe0, 0x6e, 0x67, 0x20, 0xc3, 0x28, 0x80]),
  '',
  'date= time= devname= type=',
];

/** A Windows event whose keys and values try to break readers of JSON. */
export const HOSTILE_JSON =
  '{"EventTime":"2026-11-20 09:15:00","Hostname":"PC-TTPVHCC-004","EventID":7036,"Channel":"System",' +
  '"SourceName":"Service Control Manager","__proto__":{"isAdmin":true},"constructor":{"prototype":{"polluted":1}},' +
  '"param1":"\\u001b]52;c;ZWNobw==\\u0007\\u202etxt.exe <img src=x onerror=alert(1)>","param2":"=1+1","toString":"x"}';

/** A line that the device never finished writing. */
export function tear(line: string): string {
  return line.slice(0, Math.floor(line.length * 0.4));
}
