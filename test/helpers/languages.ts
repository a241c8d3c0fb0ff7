import { loadLanguages } from '../../server/src/service';

/** Every language, loaded: also what is synchronous, such as the list of rules, knows them from here on. */
export const languages = await loadLanguages();
