import type { Checked, Problem } from '../util/problem.ts';
import { examineData } from './doctor/examine-data.ts';
import {
  examineListeners,
  examineMetrics,
  examineNode,
  examineTerminal,
} from './doctor/examine-place.ts';
import { examineSource } from './doctor/examine-source.ts';
import { fine, type DoctorEffects, type Finding } from './doctor/finding.ts';
import type { Workspace } from './workspace.ts';

export type { DoctorEffects, Finding } from './doctor/finding.ts';

/** Looks at everything that a service needs, and says what to do; changes nothing. @throws FileError */
export async function examine(
  opened: Checked<Workspace>,
  effects: DoctorEffects,
): Promise<readonly Finding[]> {
  const { say } = effects;
  const place = [examineNode(effects), ...examineTerminal(effects)];
  const config = opened.problems.map((problem) => toFinding('config', problem, effects));
  if (!opened.ok) return [...config, ...place];
  const { value: workspace } = opened;
  const data = { folder: workspace.dataFolder, minFreeBytes: workspace.limits.freeDiskBytes };
  const { findings, phase } = examineData(data, effects);
  const sources: Finding[] = [];
  for (const source of workspace.sources)
    sources.push(...(await examineSource(source, workspace, effects)));
  const { listening, configPath } = workspace;
  const isRunning = phase === 'running' || phase === 'late';
  const listeners = listening === null ? [] : await examineListeners(listening, isRunning, effects);
  const metrics = await examineMetrics(workspace.metrics, isRunning, effects);
  return [
    ...(config.length > 0
      ? config
      : [fine('config', configPath ?? 'soclite.yml', describeConfig(workspace, effects))]),
    ...examineRules(workspace, effects),
    ...(workspace.sources.length > 0
      ? sources
      : [
          {
            check: 'source' as const,
            result: 'error' as const,
            where: configPath ?? 'soclite.yml',
            what: say('không có nguồn nào', 'there is no source'),
            todo: say('soclite init, rồi khai báo sources', 'soclite init, then fill in sources'),
          },
        ]),
    ...listeners,
    ...metrics,
    ...findings,
    ...place,
  ];
}

function describeConfig(
  { inventory, sources, configPath }: Workspace,
  { say }: DoctorEffects,
): string {
  if (configPath === null)
    return say('không có tệp: dùng mặc định', 'there is none: defaults hold');
  const { units } = inventory;
  return say(
    `hợp lệ: ${units.length} đơn vị, ${sources.length} nguồn`,
    `valid: ${units.length} units, ${sources.length} sources`,
  );
}

function examineRules({ rules }: Workspace, effects: DoctorEffects): readonly Finding[] {
  const { ruleSet, refused, fileCount } = rules;
  const count = ruleSet.rules.length + ruleSet.correlations.length;
  const { say } = effects;
  const where = say(`${fileCount} tệp luật`, `${fileCount} rule files`);
  const loaded: Finding =
    count > 0
      ? fine('rules', where, say(`${count} luật đã nạp`, `${count} rules loaded`))
      : {
          check: 'rules',
          result: 'error',
          where,
          what: say('không có luật nào dùng được', 'no rule can be used'),
          todo: say('kiểm tra rules trong soclite.yml', 'check "rules" in soclite.yml'),
        };
  const faults = refused.flatMap(({ problems }) =>
    problems
      .filter(({ severity }) => severity === 'error')
      .map((problem) => toFinding('rules', problem, effects)),
  );
  return [loaded, ...faults];
}

function toFinding(
  check: Finding['check'],
  { at, message, hint, severity }: Problem,
  { say }: DoctorEffects,
): Finding {
  return {
    check,
    result: severity,
    where: at.line > 0 ? `${at.file}:${at.line}:${at.column}` : at.file,
    what: message,
    todo:
      hint ??
      say(
        'sửa tệp này; soclite rules check cho luật',
        'mend the file; soclite rules check for rules',
      ),
  };
}
