// Where the program runs: its Node, the terminal, the ports.
import type { ListenPlan } from '../../ports/listen.ts';
import type { Workspace } from '../workspace.ts';
import { fine, type DoctorEffects, type Finding } from './finding.ts';

/** package.json, `engines`. */
const NODE = [20, 19] as const;
const COLUMNS = 80;

export function examineNode({ machine, say }: DoctorEffects): Finding {
  const [major = 0, minor = 0] = machine.nodeVersion.split('.').map(Number);
  const isNewEnough = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
  if (isNewEnough) return fine('node', `Node ${machine.nodeVersion}`, say('đủ mới', 'new enough'));
  return {
    check: 'node',
    result: 'error',
    where: `Node ${machine.nodeVersion}`,
    what: say('quá cũ', 'too old'),
    todo: say(`cài Node ${NODE.join('.')} trở lên`, `install Node ${NODE.join('.')} or newer`),
  };
}

/** What keeps the dashboard from being shown here as it should be. */
export function examineTerminal({ terminal, say }: DoctorEffects): readonly Finding[] {
  const { isTty, columns, env } = terminal;
  const term = env['TERM'] ?? '';
  const where = term === '' ? 'TERM' : `TERM=${term}`;
  const warn = (what: string, todo: string): Finding => ({
    check: 'terminal',
    result: 'warning',
    where,
    what,
    todo,
  });
  if (!isTty)
    return [
      fine(
        'terminal',
        where,
        say('không phải terminal: watch in từng câu', 'no terminal here: watch prints sentences'),
      ),
    ];
  const findings: Finding[] = [];
  if (term === '' || term === 'dumb')
    findings.push(
      warn(
        say('không vẽ được màn hình', 'it cannot show a full screen'),
        say('đặt TERM, ví dụ xterm-256color', 'set TERM, for example xterm-256color'),
      ),
    );
  if (columns < COLUMNS)
    findings.push(
      warn(
        say(`chỉ rộng ${columns} cột`, `only ${columns} columns wide`),
        say(`mở rộng tới ${COLUMNS} cột`, `widen it to ${COLUMNS} columns`),
      ),
    );
  const locale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? '';
  if (!/utf-?8/i.test(locale))
    findings.push(
      warn(
        say(
          `locale "${locale}" không phải UTF-8: chữ có dấu mất dấu`,
          `the locale "${locale}" is not UTF-8: letters lose their marks`,
        ),
        say('export LANG=C.UTF-8', 'export LANG=C.UTF-8'),
      ),
    );
  return findings.length > 0
    ? findings
    : [fine('terminal', where, say(`${columns} cột, UTF-8`, `${columns} columns, UTF-8`))];
}

/** @param isRunning the service holds the ports itself */
export async function examineListeners(
  plan: ListenPlan,
  isRunning: boolean,
  { machine, say }: DoctorEffects,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { id, protocol, address, port, tls } of plan.listeners) {
    const where = `${id}: ${protocol} ${address}:${port}`;
    for (const path of tls === null ? [] : [tls.certPath, tls.keyPath]) {
      const { access } = machine.pathState(path);
      if (access === 'readable' || access === 'writable') continue;
      findings.push({
        check: 'listener',
        result: 'error',
        where: `${id}: ${path}`,
        what: say('không đọc được', 'it cannot be read'),
        todo: say(
          'sửa cert, key trong soclite.yml hoặc quyền của tệp',
          'mend cert and key in soclite.yml, or who may read the file',
        ),
      });
    }
    if (isRunning) continue;
    const fault = await machine.tryPort({
      protocol: protocol === 'udp' ? 'udp' : 'tcp',
      address,
      port,
    });
    findings.push(
      fault === null
        ? fine('listener', where, say('cổng còn trống', 'the port is free'))
        : { check: 'listener', result: 'error', where, ...explainPort(fault, say) },
    );
  }
  return findings;
}

/** @param isRunning the service holds the port itself */
export async function examineMetrics(
  place: Workspace['metrics'],
  isRunning: boolean,
  { machine, say }: DoctorEffects,
): Promise<readonly Finding[]> {
  if (place === null || isRunning) return [];
  const where = `metrics: ${place.address}:${place.port}`;
  const fault = await machine.tryPort({ protocol: 'tcp', ...place });
  return [
    fault === null
      ? fine('metrics', where, say('cổng còn trống', 'the port is free'))
      : { check: 'metrics', result: 'warning', where, ...explainPort(fault, say) },
  ];
}

function explainPort(fault: string, say: DoctorEffects['say']): Pick<Finding, 'what' | 'todo'> {
  if (fault === 'EADDRINUSE')
    return {
      what: say('cổng đang có chương trình khác dùng', 'another program has the port'),
      todo: say(
        'tìm bằng ss -lnptu, rồi đổi port',
        'find it with ss -lnptu, or choose another port',
      ),
    };
  if (fault === 'EACCES')
    return {
      what: say('cổng dưới 1024 cần quyền', 'a port below 1024 needs permission'),
      todo: say(
        'thêm AmbientCapabilities=CAP_NET_BIND_SERVICE vào unit, hoặc dùng 5514',
        'add AmbientCapabilities=CAP_NET_BIND_SERVICE to the unit, or use 5514',
      ),
    };
  return {
    what: say(`không mở được: ${fault}`, `it cannot be opened: ${fault}`),
    todo: say('kiểm tra address trong soclite.yml', 'check the address in soclite.yml'),
  };
}
