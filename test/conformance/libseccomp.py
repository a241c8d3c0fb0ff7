"""Builds seccomp profiles with libseccomp and asks the filters that it makes.

Standard input: one JSON object a line, {"profile": OCI form, "calls": [[ABI, name, audit architecture, number, [arguments]], …]}.
Standard output: one JSON object a line, {"refused": the error or null, "decisions": [[action of the program, action of the tree], …]}.
The two differ where libseccomp's generator of programs forgets which word of an argument it has loaded (seen in 2.5.4).
"""

import errno
import json
import re
import signal
import struct
import sys
import tempfile

import seccomp

OPERATORS = {
    "SCMP_CMP_EQ": seccomp.EQ,
    "SCMP_CMP_NE": seccomp.NE,
    "SCMP_CMP_LT": seccomp.LT,
    "SCMP_CMP_LE": seccomp.LE,
    "SCMP_CMP_GE": seccomp.GE,
    "SCMP_CMP_GT": seccomp.GT,
    "SCMP_CMP_MASKED_EQ": seccomp.MASKED_EQ,
}
ACTIONS = {
    "SCMP_ACT_ALLOW": seccomp.ALLOW,
    "SCMP_ACT_LOG": seccomp.LOG,
    "SCMP_ACT_TRAP": seccomp.TRAP,
    "SCMP_ACT_KILL_THREAD": seccomp.KILL,
    "SCMP_ACT_KILL_PROCESS": seccomp.KILL_PROCESS,
}


def action(name, number):
    if name == "SCMP_ACT_ERRNO":
        return seccomp.ERRNO(1 if number is None else number)
    if name == "SCMP_ACT_TRACE":
        return seccomp.TRACE(1 if number is None else number)
    return ACTIONS[name]


def comparison(arg):
    operator = OPERATORS[arg["op"]]
    if arg["op"] == "SCMP_CMP_MASKED_EQ":
        return seccomp.Arg(arg["index"], operator, arg["value"], arg.get("valueTwo", 0))
    return seccomp.Arg(arg["index"], operator, arg["value"])


def build(profile):
    default = action(profile["defaultAction"], profile.get("defaultErrnoRet"))
    made = seccomp.SyscallFilter(default)
    for name in profile["architectures"]:
        word = seccomp.Arch(name.replace("SCMP_ARCH_", "").lower())
        if not made.exist_arch(word):
            made.add_arch(word)
    for rule in profile["syscalls"]:
        wanted = action(rule["action"], rule.get("errnoRet"))
        if wanted == default:
            continue
        args = rule.get("args", [])
        repeats = len({arg["index"] for arg in args}) < len(args)
        alternatives = [[arg] for arg in args] if repeats else [args]
        for name in rule["names"]:
            for one in alternatives:
                made.add_rule(wanted, name, *[comparison(arg) for arg in one])
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as tree:
        made.export_bpf(file)
        file.seek(0)
        made.export_pfc(tree)
        tree.seek(0)
        return list(struct.iter_unpack("=HBBI", file.read())), tree_of(tree.read().decode())


CONDITION = re.compile(r"if \(\$a(\d)(\.hi32|\.lo32)?(?: & (0x[0-9a-f]+))? (==|>=|>) (\d+)\)")
RETURNED = {"KILL_PROCESS": 0x80000000, "KILL": 0, "TRAP": 0x30000, "LOG": 0x7FFC0000, "ALLOW": 0x7FFF0000}


def tree_of(text):
    """The filter as libseccomp describes it: lines with their indentation for each architecture and call, and the default."""
    calls = {}
    architecture = lines = default = None
    architectures = set()
    for line in text.split("\n"):
        words = line.strip()
        if named := re.match(r"# filter for arch (\S+)", words):
            architecture = named[1]
            architectures.add(architecture)
        elif named := re.match(r"# filter for syscall \"(.+)\" \(", words):
            lines = calls.setdefault((architecture, named[1]), [])
        elif words == "# default action" or words.startswith("# invalid"):
            lines = None if words != "# default action" else []
            default = lines if lines is not None else default
        elif lines is not None and words and not words.startswith("#") and not words.startswith("if ($syscall"):
            lines.append((len(line) - len(line.lstrip()), words))
    return calls, default, architectures


def walk(lines, args):
    """The action of the first branch that leads to one."""
    at = 0
    while at < len(lines):
        depth, words = lines[at]
        if words.startswith("action "):
            name = words[7:-1]
            number = re.match(r"ERRNO\((\d+)\)", name)
            return 0x50000 + int(number[1]) if number else RETURNED[name]
        arg, word, mask, operator, datum = CONDITION.fullmatch(words).groups()
        value = args[int(arg)]
        value = value >> 32 if word == ".hi32" else value & 0xFFFFFFFF
        if mask:
            value &= int(mask, 16)
        holds = {"==": value == int(datum), ">=": value >= int(datum), ">": value > int(datum)}[operator]
        yes, at = inside(lines, at + 1, depth)
        no = []
        if at < len(lines) and lines[at] == (depth, "else"):
            no, at = inside(lines, at + 1, depth)
        found = walk(yes if holds else no, args)
        if found is not None:
            return found
    return None


def inside(lines, at, depth):
    end = at
    while end < len(lines) and lines[end][0] > depth:
        end += 1
    return lines[at:end], end


def decided(tree, architecture, name, args):
    calls, default, architectures = tree
    if architecture not in architectures:
        return RETURNED["KILL"]
    found = walk(calls.get((architecture, name), []), args)
    return walk(default, args) if found is None else found


def run(program, architecture, number, args):
    data = struct.pack("=IIQ6Q", number, architecture, 0, *args)
    accumulator = 0
    at = 0
    while True:
        code, yes, no, k = program[at]
        at += 1
        if code == 0x20:  # load a word of the call
            (accumulator,) = struct.unpack_from("=I", data, k)
        elif code == 0x54:  # and
            accumulator &= k
        elif code == 0x05:  # jump
            at += k
        elif code == 0x15:  # jump if equal
            at += yes if accumulator == k else no
        elif code == 0x25:  # jump if greater
            at += yes if accumulator > k else no
        elif code == 0x35:  # jump if greater or equal
            at += yes if accumulator >= k else no
        elif code == 0x06:  # return
            return k
        else:
            raise ValueError(f"instruction {code:#x}")


for line in sys.stdin:
    question = json.loads(line)
    # libseccomp's merge takes minutes for some profiles: the process then ends.
    signal.alarm(10)
    answer = {"refused": None, "decisions": []}
    try:
        program, tree = build(question["profile"])
        for abi, name, architecture, number, args in question["calls"]:
            answer["decisions"].append([run(program, architecture, number, args), decided(tree, abi, name, args)])
    except OSError as error:
        answer["refused"] = errno.errorcode.get(error.errno, str(error))
    except RuntimeError as error:
        # The binding names EEXIST and some others by a sentence only.
        answer["refused"] = str(error)
    print(json.dumps(answer), flush=True)
