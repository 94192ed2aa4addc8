// @ts-check
// Writes the pages that follow from the program: commands, rules, formats. With --check it writes nothing and fails when
// a page is not what the program says.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { FORMATS } from '../dist/decode/formats.js';

const root = fileURLToPath(new URL('..', import.meta.url));
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
  'notify test',
  'notify list',
  'notify retry',
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
  'status',
  'doctor',
  'backup',
  'retention',
  'init',
];
const NOTE = '<!-- Written by `npm run docs`; checked by `npm run docs:check`. -->\n';

/** @param {string[]} args */
function soclite(args) {
  return execFileSync(process.execPath, ['dist/main.js', ...args, '--lang', 'en'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: 'C' },
  });
}

function cliPage() {
  const help = COMMANDS.map((command) => {
    return `## soclite ${command}\n\n\`\`\`\n${soclite([...command.split(' '), '--help']).trim()}\n\`\`\`\n`;
  });
  return `# Commands\n\n${NOTE}\n${help.join('\n')}`;
}

function rulesPage() {
  /** @type {{ title: string, kind: string, level: string, layer: number, file: string, id: string }[]} */
  const rules = JSON.parse(soclite(['rules', 'list', '-r', 'rules', '-o', 'json']));
  const rows = rules.map(({ title, kind, level, layer, file }) => {
    return `| ${layer} | ${level} | ${title} | ${kind} | [${file.split('/').at(-1)}](../${file}) |`;
  });
  return `# Bundled rules\n\n${NOTE}\nA file may hold a rule that only feeds a correlation. Each file has its cases beside it (\`.test.yml\`).\n\n| layer | level | title | kind | file |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function formatsPage() {
  const sections = FORMATS.map(({ name, title, reference, samples }) => {
    const sample = samples.at(0);
    if (sample === undefined) return `## ${name}\n\n${title}. Reference: ${reference}\n`;
    const fields = Object.entries(sample.fields).map(
      ([key, value]) => `| \`${key}\` | \`${JSON.stringify(value)}\` |`,
    );
    const lines = sample.lines.map((line) => (line.length > 400 ? `${line.slice(0, 400)}…` : line));
    return `## ${name}\n\n${title}. Reference: ${reference}\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n\n| field | value |\n| --- | --- |\n${fields.join('\n')}\n`;
  });
  return `# Formats\n\n${NOTE}\nRecognised by content, line by line. Samples and their fields are tests (\`test/decode\`); names here are the product's own, before they are normalised to Sigma's.\n\n${sections.join('\n')}`;
}

const pages = {
  'docs/cli.md': cliPage(),
  'docs/rules.md': rulesPage(),
  'docs/formats.md': formatsPage(),
};
const isCheck = process.argv.includes('--check');
for (const [path, text] of Object.entries(pages)) {
  const file = `${root}${path}`;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before === text) continue;
  if (isCheck) {
    process.stderr.write(`${path} is not what the program says: run npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
