import { included } from '../evaluate';
import { parseTemplate } from '../parser';
import { TemplateError } from '../syntax';
import { nil, of, traced, UnknownValue, type Value } from '../value';
import { type Functions, known, textOf } from './define';

const isEmpty = (value: Value | undefined): boolean => value === undefined || value.v === null || value.v === '';

/** What Helm adds to Go's and Sprig's functions: pkg/engine of Helm. */
export const helm: Functions = {
  include: ([name, dot], machine) => {
    if (dot === undefined) throw new TemplateError('wrong number of args for include: want 2 got 1');
    const found = machine.templates.get(textOf(name));
    if (!found) throw new TemplateError(`no template is called ${JSON.stringify(textOf(name))}`);
    return included(machine, found, dot);
  },
  tpl: ([template, dot], machine) => {
    if (template?.v instanceof UnknownValue) return template;
    const source = traced(known(template));
    if (!source.text.includes('{{')) return known(template);
    machine.budget.step(source.text.length >> 3);
    const { body, defines } = parseTemplate(source.text);
    const templates = defines.size
      ? new Map([...machine.templates, ...[...defines].map(([name, nodes]) => [name, { source, body: nodes }] as const)])
      : undefined;
    return included(templates ? machine.with(templates) : machine, { source, body }, dot ?? nil);
  },
  required: ([message, value]) => {
    if (value?.v instanceof UnknownValue) return value;
    if (isEmpty(value)) throw new TemplateError(`it needs a value: ${textOf(message)}`);
    return known(value);
  },
  lookup: () => of(new UnknownValue('lookup')),
};
