import { expect, test } from 'vitest';
import { freshFolder, soclite } from '../support/run-soclite.ts';

const COMMANDS = [
  'scan',
  'watch',
  'demo',
  'alerts',
  'alerts list',
  'alerts show',
  'alerts ack',
  'alerts escalate',
  'alerts close',
  'alerts reopen',
  'alerts release',
  'alerts note',
  'alerts undo',
  'alerts except',
  'alerts maintain',
  'alerts lift',
  'alerts suppressions',
  'alerts export',
  'alerts verify',
  'notify',
  'notify test',
  'notify list',
  'notify retry',
  'status',
  'doctor',
  'backup',
  'retention',
  'rules',
  'rules check',
  'rules test',
  'rules explain',
  'rules list',
  'rules show',
  'rules coverage',
  'rules backtest',
  'rules new',
  'parse',
  'machines',
  'units',
  'init',
];

test.each(COMMANDS)(
  'soclite %s --help has an example and --lang, in both languages',
  async (command) => {
    const folder = freshFolder();
    const [en, vi] = await Promise.all(
      ['en', 'vi'].map((lang) =>
        soclite(folder, [...command.split(' '), '--help', '--lang', lang]),
      ),
    );
    expect([en?.code, vi?.code]).toEqual([0, 0]);
    expect(en?.stdout).toContain('--lang');
    expect(vi?.stdout).toContain('ngôn ngữ');
    expect(en?.stdout).toContain('Examples:');
    expect(vi?.stdout).toContain('Ví dụ:');
  },
);
