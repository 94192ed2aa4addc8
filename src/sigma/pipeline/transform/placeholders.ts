import { parseSigmaString } from '../../detection/sigma-string.ts';
import { replacePlaceholders } from '../../modifier/expand.ts';
import type { Replacement } from '../../modifier/expand.ts';
import { isComplaint } from '../../modifier/modifier.ts';
import { quote } from '../../yaml/yaml-value.ts';
import { readDataValues } from '../data-file.ts';
import type { Params } from '../params.ts';
import type { Run } from '../run.ts';
import { ofValues } from './transformation.ts';
import type { Transformation, TransformationReader } from './transformation.ts';

/** Values of the pipeline's `vars`. */
export const readValuePlaceholders: TransformationReader = (params) => {
  if (params.reading.isNested)
    params.error([], {
      code: 'pipeline-nested-variables',
      message: 'value_placeholders has no variables within nest, as in pySigma',
      hint: 'put it beside the nest item',
    });
  return ofPlaceholders(params, (name, run) => {
    const values = run.variables.get(name);
    if (values !== undefined && values.length > 0) return values.map(parseSigmaString);
    return {
      code: 'pipeline-variable',
      message: `the pipeline has no values for the placeholder ${quote(name)}`,
      hint: `list them under vars, or name the placeholder under exclude`,
    };
  });
};

export const readWildcardPlaceholders: TransformationReader = (params) =>
  ofPlaceholders(params, (name, run) => {
    run.warnings.push({
      code: 'pipeline-wildcard',
      message: `the pipeline puts * for the placeholder ${quote(name)}, so that the rule matches more than it says`,
      hint: 'list the values under vars and use value_placeholders',
    });
    return [[{ kind: 'many' }]];
  });

/** Values of a file beside the pipeline. */
export const readFilePlaceholders: TransformationReader = (params) => {
  const values = readDataValues(params);
  return ofPlaceholders(params, (name) =>
    values.length > 0
      ? values.map(parseSigmaString)
      : {
          code: 'pipeline-variable',
          message: `the file of the pipeline has no values for the placeholder ${quote(name)}`,
        },
  );
};

/** `include` or `exclude` say which placeholders are meant; the others stay for those that come later. */
function ofPlaceholders(
  params: Params,
  replacement: (name: string, run: Run) => NonNullable<ReturnType<Replacement>>,
): Transformation {
  const include = params.texts('include');
  const exclude = params.texts('exclude');
  if (include !== null && exclude !== null)
    params.error([], {
      code: 'pipeline-value',
      message: 'include and exclude exclude each other',
    });
  const isMeant = (name: string): boolean =>
    include === null ? exclude?.includes(name) !== true : include.includes(name);
  return ofValues((value, run, { link }) => {
    const [draft] = value.variants;
    if (draft === undefined || value.isExpansion) return null;
    const drafts = replacePlaceholders(draft, (name) =>
      isMeant(name) ? replacement(name, run) : null,
    );
    if (isComplaint(drafts)) {
      run.fail(drafts);
      return null;
    }
    const isSame = drafts.length === 1 && drafts[0] === draft;
    if (isSame) return null;
    // what stands for one value is an alternative, also where all values must match (pySigma asks for all of them)
    if (link === 'all' && drafts.length > 1)
      return [{ ...value, variants: drafts, isExpansion: true }];
    return drafts.map((each) => ({ ...value, variants: [each] }));
  });
}
