// Reads the seccomp profile that a Go function composes: containerd's DefaultProfile() and what CRI-O's adds to a library's profile.
// It knows composite literals and the conditions those two files use; anything else is an error, so that a new form can't be misread.

/** linux/sched.h, linux/socket.h, asm-generic/errno.h. */
const constants = {
  CLONE_NEWNS: 0x20000,
  CLONE_NEWCGROUP: 0x2000000,
  CLONE_NEWUTS: 0x4000000,
  CLONE_NEWIPC: 0x8000000,
  CLONE_NEWUSER: 0x10000000,
  CLONE_NEWPID: 0x20000000,
  CLONE_NEWNET: 0x40000000,
  AF_ALG: 38,
  AF_VSOCK: 40,
  EPERM: 1,
  ENOSYS: 38,
};
const actions = { ActAllow: 'SCMP_ACT_ALLOW', ActErrno: 'SCMP_ACT_ERRNO' };
const operators = {
  OpEqualTo: 'SCMP_CMP_EQ',
  OpNotEqual: 'SCMP_CMP_NE',
  OpGreaterThan: 'SCMP_CMP_GT',
  OpGreaterEqual: 'SCMP_CMP_GE',
  OpLessThan: 'SCMP_CMP_LT',
  OpLessEqual: 'SCMP_CMP_LE',
  OpMaskedEqual: 'SCMP_CMP_MASKED_EQ',
};

/** The rules that the function `name` of a Go file lists or appends, each with the conditions it is under, in the Docker form. */
export function rulesOfGo(source, name) {
  const tokens = tokensOf(functionBody(source, name));
  const rules = [];
  const conditions = [];
  let at = 0;
  const text = (i) => tokens[i];
  while (at < tokens.length) {
    const token = text(at);
    if (isLiteralStart(tokens, at)) {
      const [value, next] = literal(tokens, at);
      for (const rule of rulesIn(value)) rules.push(...conditioned(rule, conditions));
      at = next;
    } else if (token === 'case' || token === 'default') {
      const block = conditions.at(-1);
      const labels = [];
      for (at++; text(at) !== ':'; at++) if (text(at) !== ',') labels.push(unquoted(text(at)));
      if (block?.kind === 'switch') {
        if (token === 'default') block.values = undefined;
        // After `fallthrough` the next case applies to the labels before it too.
        else block.values = block.falls ? [...block.values, ...labels] : labels;
        block.seen.push(...labels);
        block.falls = false;
      }
      at++;
    } else if (token === 'fallthrough') {
      conditions.at(-1).falls = true;
      at++;
    } else if (token === '{') {
      conditions.push(blockOf(tokens, at));
      at++;
    } else if (token === '}') {
      conditions.pop();
      at++;
    } else at++;
  }
  return rules;
}

function functionBody(source, name) {
  const start = source.indexOf(`func ${name}(`);
  if (start < 0) throw new Error(`no function ${name}`);
  const open = source.indexOf('{\n', start);
  return source.slice(open + 1, source.indexOf('\n}\n', open));
}

function tokensOf(text) {
  const plain = text.replace(/\/\/[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
  return plain.match(/"(?:[^"\\]|\\.)*"|0[xX][0-9a-fA-F]+|\d+|[A-Za-z_][\w.]*|:=|==|!=|&&|\|\||\S/g) ?? [];
}

const unquoted = (token) => (token.startsWith('"') ? JSON.parse(token) : token);

/** `[]T{`, `&T{` or `T{` with a rule in it. */
const isLiteralStart = (tokens, at) =>
  /^(?:specs\.LinuxSyscall|seccomp\.Syscall)$/.test(tokens[at]) && tokens[at + 1] === '{' && tokens[at - 1] !== '*';

/** What opens at a brace: a switch over the architecture or a capability, a condition, or nothing of interest. */
function blockOf(tokens, at) {
  let from = at - 1;
  while (from >= 0 && !/^(?:switch|if|for|else|func)$/.test(tokens[from]) && !/^[{};]$/.test(tokens[from])) from--;
  const head = tokens.slice(from, at).join(' ');
  if (/^switch runtime\.GOARCH$/.test(head)) return { kind: 'switch', over: 'arches', values: [], seen: [] };
  if (/^switch c$/.test(head)) return { kind: 'switch', over: 'caps', values: [], seen: [] };
  const without = /^if ! (?:admin|caps \[ "CAP_SYS_ADMIN" \])$/.test(head);
  if (without) return { kind: 'excludes', caps: ['CAP_SYS_ADMIN'] };
  const kernel = tokens.slice(Math.max(0, from - 30), at).join(' ');
  if (/^if ok$/.test(head)) {
    const found = /Kernel : (\d+) , Major : (\d+)(?!.*Kernel)/.exec(kernel);
    if (found) return { kind: 'kernel', minKernel: `${found[1]}.${found[2]}` };
  }
  if (/CAP_|GOARCH|[Kk]ernel/.test(head) && !/err == nil/.test(head) && !/KernelVersion|^for|^if runtime.GOARCH ==/.test(head))
    throw new Error(`unknown condition: ${head}`);
  return { kind: 'plain' };
}

/** The rule under the conditions of the blocks around it; one rule for each way to meet them. */
function conditioned(rule, conditions) {
  const includes = {};
  const excludes = {};
  for (const block of conditions) {
    if (block.kind === 'excludes') excludes.caps = block.caps;
    if (block.kind === 'kernel') includes.minKernel = block.minKernel;
    if (block.kind !== 'switch') continue;
    if (block.values === undefined) excludes[block.over] = block.seen.filter((value) => value);
    else includes[block.over] = block.values;
  }
  return [
    {
      ...rule,
      ...(Object.keys(includes).length && { includes: { ...includes, ...rule.includes } }),
      ...(Object.keys(excludes).length && { excludes: { ...excludes, ...rule.excludes } }),
    },
  ];
}

/** Reads a composite literal; its fields become an object, its elements a list. */
function literal(tokens, at) {
  while (tokens[at] !== '{') at++;
  const fields = {};
  const items = [];
  at++;
  while (tokens[at] !== '}') {
    if (/^\w+$/.test(tokens[at]) && tokens[at + 1] === ':') {
      const [value, next] = expression(tokens, at + 2);
      fields[tokens[at]] = value;
      at = next;
    } else {
      const [value, next] = expression(tokens, at);
      items.push(value);
      at = next;
    }
    if (tokens[at] === ',') at++;
  }
  return [Object.keys(fields).length ? fields : items, at + 1];
}

/** A literal, or an expression of constants up to the next comma or brace. */
function expression(tokens, at) {
  let to = at;
  while (!/^[,{}]$/.test(tokens[to])) to++;
  if (tokens[to] === '{') return literal(tokens, to);
  return [constant(tokens.slice(at, to)), to];
}

function constant(parts) {
  if (parts.length === 1) {
    const [token] = parts;
    if (token.startsWith('"')) return JSON.parse(token);
    if (/^\d/.test(token)) return Number(token);
    const name = token.replace(/^\w+\./, '');
    return (
      actions[name] ?? operators[name] ?? constants[name] ?? (/^\w+$/.test(token) || token === '&' ? { variable: token } : fail(token))
    );
  }
  if (parts[0] === '&') return { variable: parts[1] };
  if (parts.every((part, i) => (i % 2 ? /^[|+]$/.test(part) : true))) {
    return parts.filter((_, i) => i % 2 === 0).reduce((sum, part) => sum + constant([part]), 0);
  }
  return fail(parts.join(' '));
}

function fail(what) {
  throw new Error(`unknown expression: ${what}`);
}

/** Go's fields under the names of the Docker form. */
function* rulesIn(value) {
  for (const one of Array.isArray(value) ? value : [value]) {
    const names = one.Names ?? (one.Name ? [one.Name] : undefined);
    if (!names) fail(JSON.stringify(one).slice(0, 80));
    const errno = one.ErrnoRet?.variable ? constants[one.ErrnoRet.variable === 'nosys' ? 'ENOSYS' : 'EPERM'] : one.ErrnoRet;
    const args = (Array.isArray(one.Args) ? one.Args : []).map(({ Index = 0, Value = 0, ValueTwo = 0, Op }) => ({
      index: Index,
      value: Value,
      valueTwo: ValueTwo,
      op: Op,
    }));
    const filter = (fields) => fields && { ...(fields.Caps && { caps: fields.Caps }), ...(fields.Arches && { arches: fields.Arches }) };
    const includes = filter(one.Includes);
    const excludes = filter(one.Excludes);
    yield {
      names,
      action: one.Action,
      ...(errno !== undefined && { errnoRet: errno }),
      ...(one.Errno && { errnoRet: constants[one.Errno] }),
      ...(args.length && { args }),
      ...(includes && { includes }),
      ...(excludes && { excludes }),
    };
  }
}
