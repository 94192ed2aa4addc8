import type { TransformationReader } from './transformation.ts';

/** The rule's list of fields. */
export const readAddField: TransformationReader = (params) => {
  const added = params.requiredTexts('field');
  return (subject) => ({ ...subject, fields: [...subject.fields, ...added] });
};

/** Each name once, as often as it is given. */
export const readRemoveField: TransformationReader = (params) => {
  const removed = params.requiredTexts('field');
  return (subject) => {
    const fields = [...subject.fields];
    for (const name of removed) {
      const index = fields.indexOf(name);
      if (index >= 0) fields.splice(index, 1);
    }
    return { ...subject, fields };
  };
};

export const readSetField: TransformationReader = (params) => {
  const fields = params.requiredTexts('fields');
  return (subject) => ({ ...subject, fields });
};
