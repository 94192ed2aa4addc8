/** Languages of every face: Vietnamese first, English by choice. */
export type Language = 'vi' | 'en';

/** Picks the sentence of the language in use; both stand where they are used, so neither is forgotten. */
export type Say = (vi: string, en: string) => string;

export function createSay(language: Language): Say {
  return (vi, en) => (language === 'en' ? en : vi);
}
