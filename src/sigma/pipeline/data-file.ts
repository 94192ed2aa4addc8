// Files that `file_placeholders` reads: lists beside the pipeline. The loader has read them; here they are only named
// and taken apart.
import { describeValue, quote } from '../yaml/yaml-value.ts';
import { scalarText } from '../document/read-value.ts';
import type { Params } from './params.ts';
import { readRegex } from './regex.ts';
import { parseCsv } from './csv.ts';

/** Whether the path stays in the pipeline's folder as far as its words go; links are the loader's matter. */
export function isInside(path: string): boolean {
  if (path === '' || /[\\:\0]/.test(path) || path.startsWith('/')) return false;
  return path.split('/').every((part) => part !== '..');
}

/** The values that the file lists, in its order; [] after a report. */
export function readDataValues(params: Params): readonly string[] {
  const path = params.requiredText('path');
  const format = params.text('format') ?? 'plaintext';
  const filter = params.text('filter');
  const regex = filter === null ? null : readRegex(filter, params, ['filter']);
  const text = readContent(path, params);
  const values =
    format === 'csv' ? readColumn(text, params) : readLines(text, { format, path }, params);
  return regex === null ? values : values.filter((value) => value.search(regex.everywhere) >= 0);
}

function readContent(path: string, params: Params): string {
  if (!isInside(path)) {
    params.error(['path'], {
      code: 'pipeline-path',
      message: `the file ${quote(path)} is not in the folder of the pipeline`,
      hint: 'put the file beside the pipeline and name it without .. and without a leading /',
    });
    return '';
  }
  const text = params.reading.dataFiles.get(path);
  if (text === undefined)
    params.error(['path'], {
      code: 'pipeline-file',
      message: `the file ${quote(path)} cannot be read beside the pipeline`,
      hint: 'it must be a file in the folder of the pipeline; links out of it are not followed',
    });
  return text ?? '';
}

function readLines(
  text: string,
  { format }: { readonly format: string; readonly path: string },
  params: Params,
): readonly string[] {
  if (params.has('jq_expression') || format === 'json' || format === 'yaml') {
    params.value('jq_expression');
    params.error(['format'], {
      code: 'pipeline-format',
      message: `file_placeholders of the format ${quote(format)} need jq, which is not there`,
      hint: 'write the values one a line (plaintext) or as csv',
    });
  } else if (format !== 'plaintext')
    params.error(['format'], {
      code: 'pipeline-value',
      message: `format must be plaintext or csv, not ${quote(format)}`,
    });
  for (const key of ['csv_column', 'csv_has_header']) params.value(key);
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readColumn(text: string, params: Params): readonly string[] {
  const column = params.required('csv_column');
  const hasHeader = !params.has('csv_has_header') || params.boolean('csv_has_header');
  params.value('csv_has_header');
  const [header = [], ...rows] = parseCsv(text);
  const index =
    typeof column === 'string' ? header.indexOf(column) : Number(scalarText(column) ?? '');
  const isNamed = typeof column === 'string';
  if (!Number.isSafeInteger(index) || index < 0 || (isNamed && !hasHeader)) {
    if (params.has('csv_column') && text !== '')
      params.error(['csv_column'], {
        code: 'pipeline-value',
        message: `the file has no column ${describeValue(column)}`,
        hint: 'give the name in the header line, or a number from 0',
      });
    return [];
  }
  const all = hasHeader ? rows : [header, ...rows];
  return all.flatMap((row) => row[index] ?? []);
}
