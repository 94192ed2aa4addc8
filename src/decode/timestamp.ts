/** A time zone for times that are written without one. */
export interface TimeZone {
  /** IANA name (`Asia/Ho_Chi_Minh`) or a fixed offset (`+07:00`). */
  readonly name: string;
  /** Minutes east of UTC that hold at the local wall-clock time given as if it were UTC milliseconds. */
  offsetMinutes(localMs: number): number;
}
