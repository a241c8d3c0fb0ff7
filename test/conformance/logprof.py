"""What aa-logprof offers for each of several logs: JSON of { id: log line } on standard input, JSON of { id: rules } on standard output.

Run as: python3 logprof.py FOLDER, where FOLDER has the profiles and abstractions. aa-logprof itself needs a running AppArmor and a terminal; this asks
its library the same questions and tries every answer: each option, Glob, Glob with Extension, Audit, Owner, Deny, and each way to execute.
"""

import json
import os
import sys
import tempfile

import apparmor.aa as aa
import apparmor.ui as ui

EXECUTIONS = ("CMD_ix", "CMD_px", "CMD_cx", "CMD_pix", "CMD_cix", "CMD_nx", "CMD_ux", "CMD_DENY")
# The second Glob widens what the first one made; the others change the first rule.
KEYS = ("CMD_GLOB", "CMD_GLOB", "CMD_GLOBEXT", "CMD_AUDIT_NEW", "CMD_AUDIT_OFF", "CMD_USER_OFF", "CMD_USER_ON", "CMD_DENY")


class Answers:
    """Answers the questions about one log, and keeps what was offered."""

    def __init__(self, execution=None, is_child=False):
        self.execution = execution
        self.is_child = is_child
        self.offered = []
        self.left = list(KEYS)

    def ask(self, question):
        self.offered += [option for option in question.options or [] if option not in self.offered]
        if "CMD_ix" in question.functions:
            return (self.execution, 0)
        first = next(i for i, option in enumerate(question.options) if not option.startswith("include"))
        while self.left:
            key = self.left.pop(0)
            if key in question.functions:
                globbed = key == "CMD_GLOB" and "CMD_GLOB" not in self.left
                return (key, question.selected if globbed else first)
        self.left = list(KEYS)
        return ("CMD_IGNORE_ENTRY", 0)


def offers(folder, line, answers):
    before = aa.include
    aa.reset_aa()
    aa.include = before
    aa.changed = {}
    ui.PromptQuestion.promptUser = lambda question, params="": answers.ask(question)
    ui.UI_YesNo = lambda text, default: ("y" if answers.is_child or "local profile" not in text else "n")
    ui.UI_GetString = lambda text, default: default
    ui.UI_Info = ui.UI_Important = lambda text: None
    aa.read_profiles()
    before = {rule.get_clean() for rule in rules_of()}
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        log.write(line + "\n")
        log.flush()
        aa.set_logfile(log.name)
        aa.do_logprof_pass()
    return answers.offered + [rule.get_clean() for rule in rules_of() if rule.get_clean() not in before]


def rules_of(profile="web"):
    for kind in aa.ruletypes:
        yield from aa.aa[profile][profile][kind].rules


def all_offers(folder, line):
    found = []
    for answers in [Answers(one) for one in EXECUTIONS] + [Answers("CMD_nx", True)]:
        found += [rule for rule in offers(folder, line, answers) if rule not in found]
        if 'operation="exec"' not in line:
            break
    return found


def main(folder):
    aa.init_aa(profiledir=folder)
    aa.check_for_apparmor = lambda *_, **__: "/sys/kernel/security/apparmor"
    aa.reload_base = aa.reload = lambda *_, **__: None
    aa.save_profiles = lambda *_, **__: None
    aa.autodep = lambda *_, **__: None
    aa.loadincludes()
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    json.dump({name: all_offers(folder, line) for name, line in json.load(sys.stdin).items()}, output)


main(os.path.abspath(sys.argv[1]))
