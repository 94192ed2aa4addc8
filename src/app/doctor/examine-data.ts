import { StoreError, type QueueStore } from '../../ports/store.ts';
import { CORE_KEYS, readCore } from '../core-snapshot.ts';
import { readStatus, STATUS_KEY, type ServiceStatus } from '../service/status.ts';
import { judgePhase, type ServicePhase } from '../service-state.ts';
import { fine, type DoctorEffects, type Finding } from './finding.ts';

export interface DataFolder {
  readonly folder: string;
  /** Reading stops when less is free. */
  readonly minFreeBytes: number;
}

/** The data folder, its disk, the store in it and the service on it. */
export function examineData(
  data: DataFolder,
  effects: DoctorEffects,
): { readonly findings: readonly Finding[]; readonly phase: ServicePhase } {
  const { folder } = data;
  const { access } = effects.machine.pathState(folder);
  const findings = [...judgeFolder(folder, effects), ...judgeDisk(data, effects)];
  if (access === 'missing' || access === 'forbidden') return { findings, phase: 'never' };
  const { store, fault } = openStore(folder, effects);
  if (store === null) {
    const finding = fault === null ? [] : [damagedStore(folder, fault, effects)];
    return { findings: [...findings, ...finding], phase: 'never' };
  }
  try {
    const status = readStatus(store.readState(STATUS_KEY));
    const phase = judgePhase(status, effects.clock.nowMs(), effects);
    return {
      findings: [
        ...findings,
        ...judgeStore(folder, store, effects),
        judgeService(phase, status, effects),
        ...tellProblems(phase, status, effects),
      ],
      phase,
    };
  } finally {
    store.close();
  }
}

function judgeFolder(folder: string, { machine, say }: DoctorEffects): readonly Finding[] {
  const { access, isFolder, isOpenToOthers } = machine.pathState(folder);
  const bad = (what: string, todo: string): Finding => ({
    check: 'data',
    result: access === 'missing' || isOpenToOthers ? 'warning' : 'error',
    where: folder,
    what,
    todo,
  });
  if (access === 'missing')
    return [
      bad(
        say('chưa có thư mục dữ liệu', 'there is no data folder yet'),
        say('soclite watch sẽ tạo', 'soclite watch makes it'),
      ),
    ];
  if (!isFolder)
    return [
      bad(
        say('không phải thư mục', 'it is no folder'),
        say('sửa data trong soclite.yml', 'mend "data" in soclite.yml'),
      ),
    ];
  if (access !== 'writable')
    return [
      {
        ...bad(
          say('không được phép ghi', 'it may not be written to'),
          say(
            'chạy lệnh này bằng người dùng của dịch vụ, hoặc chown thư mục cho người dùng đó',
            'run this command as the user of the service, or chown the folder to that user',
          ),
        ),
        result: 'error',
      },
    ];
  if (isOpenToOthers)
    return [
      bad(
        say('ai trên máy cũng đọc được', 'anybody on the machine may read it'),
        say(`chmod 700 ${folder}`, `chmod 700 ${folder}`),
      ),
    ];
  return [fine('data', folder, say('ghi được, kín với người khác', 'writable, closed to others'))];
}

function judgeDisk(
  { folder, minFreeBytes }: DataFolder,
  { machine, say }: DoctorEffects,
): readonly Finding[] {
  const disk = machine.disk(folder);
  if (disk === null) return [];
  const mib = Math.floor(disk.freeBytes / 2 ** 20);
  const what = say(`còn trống ${mib} MiB`, `${mib} MiB are free`);
  if (disk.freeBytes >= 2 * minFreeBytes) return [fine('disk', folder, what)];
  const isFull = disk.freeBytes < minFreeBytes;
  return [
    {
      check: 'disk',
      result: isFull ? 'error' : 'warning',
      where: folder,
      what,
      todo: isFull
        ? say(
            'dịch vụ ngừng đọc dưới limits.free-disk: xóa bớt tệp hoặc thêm đĩa',
            'below limits.free-disk the service stops reading: delete files or add a disk',
          )
        : say('sắp đầy: dọn hoặc thêm đĩa', 'nearly full: clear it or add a disk'),
    },
  ];
}

function openStore(
  folder: string,
  { stores }: DoctorEffects,
): { readonly store: QueueStore | null; readonly fault: StoreError | null } {
  try {
    return { store: stores.openQueue(folder), fault: null };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { store: null, fault: error.fault === 'unavailable' ? null : error };
  }
}

function damagedStore(folder: string, { message }: StoreError, { say }: DoctorEffects): Finding {
  return {
    check: 'store',
    result: 'error',
    where: folder,
    what: message,
    todo: say(
      'dừng soclite watch, giữ lại thư mục này, khôi phục từ bản soclite backup mới nhất (docs/operations.md)',
      'stop soclite watch, keep this folder, restore the latest soclite backup (docs/operations.md)',
    ),
  };
}

function judgeStore(folder: string, store: QueueStore, effects: DoctorEffects): readonly Finding[] {
  const { stores, say } = effects;
  const texts = CORE_KEYS.flatMap((key) => {
    const text = store.readState(key);
    return text === null ? [] : [[key, text] as const];
  });
  const read = readCore(new Map(texts));
  const faults = [...stores.check(folder), ...(read?.ok === false ? [read.reason] : [])];
  if (faults.length === 0)
    return [
      fine(
        'store',
        folder,
        say('kho và điểm dừng lành lặn', 'the store and its checkpoint are sound'),
      ),
    ];
  return faults.map((fault) => damagedStore(folder, new StoreError('corrupt', fault), effects));
}

function judgeService(
  phase: ServicePhase,
  status: ServiceStatus | null,
  { say }: DoctorEffects,
): Finding {
  const where = status === null ? 'soclite watch' : `pid ${status.pid} (${status.host})`;
  if (phase === 'running') return fine('service', where, say('đang chạy', 'it is running'));
  const what = {
    stopped: say('không chạy: đã được dừng', 'it does not run: it was stopped'),
    never: say('chưa từng chạy', 'it has never run'),
    died: say('không chạy: tiến trình đã chết', 'it does not run: its process died'),
    late: say('có tiến trình nhưng không ghi gì', 'its process is there and writes nothing'),
  };
  return {
    check: 'service',
    result: phase === 'late' ? 'error' : 'warning',
    where,
    what: what[phase],
    todo:
      phase === 'late'
        ? say(
            'xem đĩa đầy, quyền, và log của dịch vụ (journalctl -u soclite)',
            'look at the disk, permissions, and the log of the service (journalctl -u soclite)',
          )
        : say(
            'chạy soclite watch, hoặc systemctl start soclite',
            'run soclite watch, or systemctl start soclite',
          ),
  };
}

/** What the running service complains of. */
function tellProblems(
  phase: ServicePhase,
  status: ServiceStatus | null,
  { say }: DoctorEffects,
): readonly Finding[] {
  if (phase !== 'running' || status === null) return [];
  return status.reading.problems.map((problem) => ({
    check: 'service',
    result: 'warning',
    where: `pid ${status.pid}`,
    what: problem,
    todo: say('xem soclite status', 'see soclite status'),
  }));
}
