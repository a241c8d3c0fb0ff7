// Takes the place of @vscode/spdlog in the served VS Code: the same interface, written to plain files, without a native module.

const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

class Logger {
  constructor(_type, _name, file) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.write = (message) => appendFileSync(file, `${message}\n`);
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical']) this[level] = this.write;
  }
  setLevel() {}
  getLevel() {
    return 0;
  }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}

const create = async (name, file) => new Logger('rotating', name, file);

// One assignment each: VS Code imports these by name, and Node finds the names of a CommonJS module by such assignments only.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
