import { readAddCondition } from './add-condition.ts';
import { readAddField, readRemoveField, readSetField } from './field-list.ts';
import {
  readFieldNameMapping,
  readFieldNamePrefix,
  readFieldNamePrefixMapping,
  readFieldNameSuffix,
} from './field-names.ts';
import { readDropDetectionItem, readExtractFields, readHashesFields } from './items.ts';
import {
  readFilePlaceholders,
  readValuePlaceholders,
  readWildcardPlaceholders,
} from './placeholders.ts';
import { readReplaceString } from './replace-string.ts';
import {
  readChangeLogSource,
  readDetectionItemFailure,
  readRuleFailure,
  readSetCustomAttribute,
  readSetState,
  readStrictFieldMappingFailure,
} from './rules.ts';
import type { TransformationReader } from './transformation.ts';
import {
  readCase,
  readConvertType,
  readMapString,
  readRegexTransformation,
  readSetValue,
} from './values.ts';

/** By pySigma's names; `nest` is read where processing items are (processing-item.ts). */
export const TRANSFORMATIONS: ReadonlyMap<string, TransformationReader> = new Map([
  ['field_name_mapping', readFieldNameMapping],
  ['field_name_prefix_mapping', readFieldNamePrefixMapping],
  ['field_name_prefix', readFieldNamePrefix],
  ['field_name_suffix', readFieldNameSuffix],
  ['drop_detection_item', readDropDetectionItem],
  ['hashes_fields', readHashesFields],
  ['extract_fields', readExtractFields],
  ['wildcard_placeholders', readWildcardPlaceholders],
  ['value_placeholders', readValuePlaceholders],
  ['file_placeholders', readFilePlaceholders],
  ['add_condition', readAddCondition],
  ['change_logsource', readChangeLogSource],
  ['add_field', readAddField],
  ['remove_field', readRemoveField],
  ['set_field', readSetField],
  ['replace_string', readReplaceString],
  ['map_string', readMapString],
  ['set_state', readSetState],
  ['regex', readRegexTransformation],
  ['set_value', readSetValue],
  ['convert_type', readConvertType],
  ['case', readCase],
  ['rule_failure', readRuleFailure],
  ['detection_item_failure', readDetectionItemFailure],
  ['strict_field_mapping_failure', readStrictFieldMappingFailure],
  ['set_custom_attribute', readSetCustomAttribute],
] as const satisfies readonly (readonly [string, TransformationReader])[]);

/** Transformations of pySigma that are refused, and why. */
export const REFUSED_TRANSFORMATIONS: ReadonlyMap<string, string> = new Map([
  ['query_expression_placeholders', 'it writes text into a query, and there is no query here'],
  ['http_placeholders', 'it reads from the network while rules are loaded'],
  ['command_placeholders', 'it runs a command while rules are loaded'],
  ['field_name_transform', 'it takes a function of Python, which no file can hold'],
]);
