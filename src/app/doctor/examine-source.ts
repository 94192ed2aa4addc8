// What the last lines of a source's newest file say: is it readable, does it still come, is it understood, and do its
// times fit the moment when they were written.
import { createStreamReader } from '../../decode/stream-reader.ts';
import { judgeSilence, streamKindOf } from '../../layers/silence.ts';
import { normalise } from '../../normalise/normalise.ts';
import { FileError, type InputFile } from '../../ports.ts';
import type { Source, Workspace } from '../workspace.ts';
import { fine, type DoctorEffects, type Finding } from './finding.ts';

const TAIL_BYTES = 64 * 1024;
const MINUTE_MS = 60_000;
/** Clocks that agree to this many minutes are right. */
const SKEW_MS = 5 * MINUTE_MS;
/** Zones differ by quarters of an hour. */
const ZONE_STEP_MS = 15 * MINUTE_MS;
const MAX_UNPARSED_SHARE = 0.2;

export async function examineSource(
  source: Source,
  workspace: Workspace,
  effects: DoctorEffects,
): Promise<readonly Finding[]> {
  const { inputs, say } = effects;
  const { files } = await inputs.find([source.pattern]);
  const live = files.filter(({ path }) => !path.endsWith('.gz'));
  const newest = live.toSorted((a, b) => b.modifiedMs - a.modifiedMs)[0];
  if (newest === undefined) return source.isExpected ? [explainMissing(source, effects)] : [];
  const tail = await readTail(newest, effects);
  if (tail === null)
    return [
      {
        check: 'source',
        result: 'error',
        where: `${source.id}: ${newest.path}`,
        what: say('không được phép đọc', 'it may not be read'),
        todo: say(
          'cấp quyền đọc cho người dùng chạy soclite (nhóm adm, hoặc setfacl -m u:soclite:r)',
          'let the user that runs soclite read it (group adm, or setfacl -m u:soclite:r)',
        ),
      },
    ];
  const seen = readLines(tail, source, workspace, effects);
  return [
    judgeContent(source, newest, seen, effects),
    ...judgeSending(source, newest, seen, effects),
    ...judgeTimes(source, newest, seen, effects),
  ];
}

function explainMissing(source: Source, { say }: DoctorEffects): Finding {
  return {
    check: 'source',
    result: 'warning',
    where: source.id,
    what: say(`không có tệp nào khớp ${source.pattern}`, `no file matches ${source.pattern}`),
    todo: say(
      'kiểm tra đường dẫn và quyền vào thư mục; thiết bị đã gửi log tới đây chưa',
      'check the path and who may enter the folder; does the device send here yet',
    ),
  };
}

async function readTail(
  { path }: InputFile,
  { machine }: DoctorEffects,
): Promise<Uint8Array | null> {
  try {
    return await machine.readTail(path, TAIL_BYTES);
  } catch (error) {
    if (error instanceof FileError) return null;
    throw error;
  }
}

interface Seen {
  readonly lines: number;
  readonly unparsed: number;
  /** With how many records, the most frequent first. */
  readonly formats: readonly (readonly [name: string, records: number])[];
  readonly kind: ReturnType<typeof streamKindOf>;
  readonly lastMs: number | null;
}

function readLines(
  tail: Uint8Array,
  { zone }: Source,
  { mappings }: Workspace,
  { clock }: DoctorEffects,
): Seen {
  const reader = createStreamReader({
    zone,
    referenceTimeMs: clock.nowMs(),
    mappings,
  });
  const formats = new Map<string, number>();
  let kind: Seen['kind'] = null;
  let lastMs: number | null = null;
  const take: Parameters<typeof reader.push>[1] = (record) => {
    formats.set(record.format, (formats.get(record.format) ?? 0) + 1);
    kind ??= streamKindOf(normalise(record).logSources);
    lastMs = record.timeMs ?? lastMs;
  };
  reader.push(tail, take);
  reader.end(take);
  formats.delete('unparsed');
  const { frames, unparsed } = reader.stats;
  return {
    lines: frames,
    unparsed,
    formats: [...formats].toSorted(([, a], [, b]) => b - a),
    kind,
    lastMs,
  };
}

function judgeContent(
  { id }: Source,
  { path }: InputFile,
  { lines, unparsed, formats }: Seen,
  { say }: DoctorEffects,
): Finding {
  const where = `${id}: ${path}`;
  const names = formats.map(([name]) => name).join(', ');
  if (lines === 0) return fine('source', where, say('tệp còn trống', 'the file is empty yet'));
  if (unparsed <= lines * MAX_UNPARSED_SHARE)
    return fine(
      'source',
      where,
      say(`${lines} dòng cuối: ${names}`, `the last ${lines} lines: ${names}`),
    );
  return {
    check: 'source',
    result: 'warning',
    where,
    what: say(
      `${unparsed} trong ${lines} dòng cuối không định dạng nào đọc được${names === '' ? '' : ` (còn lại: ${names})`}`,
      `no format reads ${unparsed} of the last ${lines} lines${names === '' ? '' : ` (the others: ${names})`}`,
    ),
    todo: say(
      'xem soclite parse trên tệp này; viết một mapping hoặc đổi định dạng log của thiết bị',
      'see soclite parse on the file; write a mapping, or change the log format of the device',
    ),
  };
}

function judgeSending(
  { id, cadenceMs, isExpected }: Source,
  { path, modifiedMs }: InputFile,
  { kind }: Seen,
  { say, clock }: DoctorEffects,
): readonly Finding[] {
  if (!isExpected) return [];
  const stream = { cadenceMs, kind, lastEventMs: modifiedMs, sinceMs: modifiedMs };
  const { state, silentForMs } = judgeSilence(stream, clock.nowMs());
  if (state !== 'silent') return [];
  const minutes = Math.floor(silentForMs / MINUTE_MS);
  return [
    {
      check: 'source',
      result: 'warning',
      where: `${id}: ${path}`,
      what: say(`im lặng ${minutes} phút`, `silent for ${minutes} minutes`),
      todo: say(
        'kiểm tra thiết bị và đường truyền; nếu bình thường, đặt cadence của nguồn trong soclite.yml',
        'check the device and the line; if it is normal, set the cadence of the source in soclite.yml',
      ),
    },
  ];
}

/** The last line was written when the file was last changed: their difference is the clock's or the zone's. */
function judgeTimes(
  { id }: Source,
  { path, modifiedMs }: InputFile,
  { lastMs }: Seen,
  { say }: DoctorEffects,
): readonly Finding[] {
  if (lastMs === null) return [];
  const skewMs = lastMs - modifiedMs;
  if (Math.abs(skewMs) <= SKEW_MS) return [];
  const minutes = Math.round(skewMs / MINUTE_MS);
  const offStep = Math.abs(skewMs - Math.round(skewMs / ZONE_STEP_MS) * ZONE_STEP_MS);
  const isZone = offStep <= MINUTE_MS && Math.abs(skewMs) <= 15 * 60 * MINUTE_MS;
  const sooner = skewMs < 0 ? say('sớm hơn', 'before') : say('muộn hơn', 'after');
  return [
    {
      check: 'clock',
      result: 'warning',
      where: `${id}: ${path}`,
      what: say(
        `dòng cuối mang giờ ${sooner} lúc ghi tệp ${Math.abs(minutes)} phút`,
        `the last line says a time ${Math.abs(minutes)} minutes ${sooner} the writing of the file`,
      ),
      todo: isZone
        ? say(
            'có thể sai múi giờ: đặt zone của nguồn trong soclite.yml',
            'probably a time zone: set the zone of the source in soclite.yml',
          )
        : say(
            'đồng bộ đồng hồ thiết bị (NTP); tệp chép từ nơi khác thì bỏ qua',
            'set the clock of the device (NTP); of no concern for a file that was copied here',
          ),
    },
  ];
}
