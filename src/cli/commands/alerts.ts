import type { Argv } from 'yargs';
import type { CommandContext, Register } from '../context.ts';
import {
  registerAlertsAck,
  registerAlertsClose,
  registerAlertsEscalate,
  registerAlertsNote,
  registerAlertsRelease,
  registerAlertsReopen,
  registerAlertsUndo,
} from './alerts/acts.ts';
import { registerAlertsExport } from './alerts/export.ts';
import { registerAlertsLift, registerAlertsSuppressions } from './alerts/lift.ts';
import { registerAlertsList } from './alerts/list.ts';
import { registerAlertsShow } from './alerts/show.ts';
import { registerAlertsExcept, registerAlertsMaintain } from './alerts/suppress.ts';
import { registerAlertsVerify } from './alerts/verify.ts';

const VERBS: readonly Register[] = [
  registerAlertsList,
  registerAlertsShow,
  registerAlertsAck,
  registerAlertsEscalate,
  registerAlertsClose,
  registerAlertsReopen,
  registerAlertsRelease,
  registerAlertsNote,
  registerAlertsUndo,
  registerAlertsExcept,
  registerAlertsMaintain,
  registerAlertsLift,
  registerAlertsSuppressions,
  registerAlertsExport,
  registerAlertsVerify,
];

/** `soclite alerts <verb>`: the queue from a shell, beside a running watch or without one. */
export function registerAlerts(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'alerts <command>',
    say(
      'hàng đợi cảnh báo: xem, nhận, chuyển, đóng, miễn trừ, kiểm chứng',
      'the queue of alerts: see, take, hand on, close, except, prove',
    ),
    (command) =>
      VERBS.reduce<Argv>((built, register) => register(built, context), command)
        .example('soclite alerts list', say('việc cần làm', 'what there is to do'))
        .demandCommand(1, say('cần một lệnh con, xem --help', 'a command is needed, see --help')),
  );
}
