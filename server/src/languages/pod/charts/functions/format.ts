import { joined, type Traced, tracedTo, untraced } from '../origin';
import { goFloat, isList, ofTraced, printed, traced, typeOf, UnknownValue, type Value } from '../value';
import { integerIn, numberIn, textOf } from './define';

const verb = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([a-zA-Z%])/g;

/** `printf`: what is put in keeps its places. */
export function format([pattern, ...args]: readonly Value[]): Value {
  const source = traced(pattern ?? { v: '' });
  const unknown = args.find(({ v }) => v instanceof UnknownValue);
  const parts: Traced[] = [];
  let at = 0;
  let next = 0;
  const { text } = source;
  for (const found of text.matchAll(verb)) {
    const [all, flags = '', width, precision, letter = ''] = found;
    parts.push(untraced(text.slice(at, found.index)));
    at = found.index + all.length;
    if (letter === '%') {
      parts.push(untraced('%'));
      continue;
    }
    const wide = width === '*' ? integerIn(args[next++]) : Number(width ?? 0);
    const exact = precision === '*' ? integerIn(args[next++]) : precision === undefined ? undefined : Number(precision);
    const arg = args[next++];
    parts.push(
      arg === undefined ? untraced(`%!${letter}(MISSING)`) : padded(written(arg, letter, exact, flags), flags, Math.min(wide, 1000)),
    );
  }
  parts.push(untraced(text.slice(at)));
  if (next < args.length)
    parts.push(
      untraced(
        `%!(EXTRA ${args
          .slice(next)
          .map((arg) => `${typeOf(arg)}=${arg.v === null ? '' : printed(arg)}`)
          .join(', ')})`,
      ),
    );
  const made = ofTraced(joined(parts));
  return unknown && !made.pieces?.length ? ({ ...made, from: unknown.from } as Value) : made;
}

function written(value: Value, letter: string, precision: number | undefined, flags: string): Traced {
  const made = traced(value);
  const own = (text: string) => tracedTo(text, value.from ?? made.pieces[0]?.origin);
  const { v } = value;
  if (v instanceof UnknownValue) return made;
  switch (letter) {
    case 'v':
      return v === null ? untraced('<nil>') : made;
    case 's':
      if (v === null) return untraced('%!s(<nil>)');
      if (typeof v === 'number' || typeof v === 'boolean') return own(`%!s(${typeOf(value)}=${printed(value)})`);
      return precision === undefined ? made : own([...made.text].slice(0, precision).join(''));
    case 'q':
      return isList(v) ? own(`[${v.map((item) => JSON.stringify(textOf(item))).join(' ')}]`) : own(JSON.stringify(textOf(value)));
    case 'd':
      return typeof v === 'number' && !value.float
        ? own(flags.includes('+') && v >= 0 ? `+${v}` : String(v))
        : own(`%!d(${typeOf(value)}=${printed(value)})`);
    case 't':
      return own(typeof v === 'boolean' ? String(v) : `%!t(${typeOf(value)}=${printed(value)})`);
    case 'f':
    case 'F':
      return typeof v === 'number' && value.float
        ? own(v.toFixed(Math.min(precision ?? 6, 100)))
        : own(`%!f(${typeOf(value)}=${printed(value)})`);
    case 'e':
      return own(
        numberIn(value)
          .toExponential(Math.min(precision ?? 6, 100))
          .replace(/e([+-])(\d)$/, 'e$10$2'),
      );
    case 'g':
      return own(goFloat(numberIn(value)));
    case 'x':
    case 'X': {
      const hex =
        typeof v === 'number'
          ? v.toString(16)
          : [...new TextEncoder().encode(textOf(value))].map((b) => b.toString(16).padStart(2, '0')).join('');
      return own(letter === 'X' ? hex.toUpperCase() : hex);
    }
    case 'o':
      return own(integerIn(value).toString(8));
    case 'b':
      return own(integerIn(value).toString(2));
    case 'c':
      return own(String.fromCodePoint(Math.max(0, Math.min(0x10ffff, integerIn(value)))));
    case 'T':
      return own(typeOf(value));
    default:
      return own(`%!${letter}(${typeOf(value)}=${printed(value)})`);
  }
}

function padded(made: Traced, flags: string, width: number): Traced {
  const missing = width - made.text.length;
  if (missing <= 0) return made;
  if (flags.includes('-')) return joined([made, untraced(' '.repeat(missing))]);
  return joined([untraced((flags.includes('0') ? '0' : ' ').repeat(missing)), made]);
}
