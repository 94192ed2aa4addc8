// Options that several commands share. The return types are literals, from which yargs infers the arguments.
import type { CommandContext } from './context.ts';

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- see the head of the file
export function configOption({ say }: CommandContext) {
  return {
    alias: 'c',
    type: 'string',
    describe: say('tệp soclite.yml', 'configuration file'),
  } as const;
}

/** `-p`, repeatable. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- see the head of the file
export function pipelineOption({ say }: CommandContext) {
  return {
    alias: 'p',
    type: 'string',
    array: true,
    nargs: 1,
    describe: say(
      'pipeline của pySigma viết lại luật trước khi chạy (tệp hoặc thư mục, lặp lại được)',
      "pySigma's pipeline that rewrites the rules first (file or folder, repeatable)",
    ),
  } as const;
}

/** `-o table|json`, a table for people first. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- see the head of the file
export function tableOrJson({ say }: CommandContext) {
  return {
    alias: 'o',
    choices: ['table', 'json'] as const,
    default: 'table' as const,
    describe: say('dạng kết quả', 'output form'),
  } as const;
}
