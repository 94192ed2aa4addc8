// Problems as SARIF 2.1.0 (OASIS), as code hosts show them beside the lines they are about.
import type { Location, Problem } from '../util/problem.ts';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** One run of `rules check`; codes become SARIF rules in the order in which they are met. */
export function toSarif(problems: readonly Problem[], toolVersion: string): object {
  const codes = [...new Set(problems.map(({ code }) => code))];
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'soclite rules check',
            version: toolVersion,
            rules: codes.map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => toResult(problem, codes.indexOf(problem.code))),
      },
    ],
  };
}

function toResult({ code, severity, message, hint, at }: Problem, ruleIndex: number): object {
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? message : `${message}; ${hint}` },
    locations: [{ physicalLocation: toPhysicalLocation(at) }],
  };
}

/** Lines and columns count from 1 in SARIF; a problem of the whole file has no region. */
function toPhysicalLocation({ file, line, column }: Location): object {
  const artifactLocation = { uri: toUri(file) };
  if (line < 1) return { artifactLocation };
  const startColumn = column < 1 ? {} : { startColumn: column };
  return { artifactLocation, region: { startLine: line, ...startColumn } };
}

/** A relative path stays relative (to the folder that the program ran in); an absolute one is a file URI. */
function toUri(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  const encoded = path.split('/').map(encodeSegment).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

/** `encodeURIComponent` throws on lone surrogates, which names of files may hold. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
