#!/usr/bin/env node
// Starts the gofix-net program of this system, which is in a package of its own.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `@gofix-net/${process.platform}-${process.arch}`;
const exe = process.platform === "win32" ? ".exe" : "";
let program;
try {
  program = require.resolve(`${name}/bin/gofix-net${exe}`);
} catch {
  console.error(`gofix-net: the package ${name} is not installed: there is no program for this system, or npm was told to leave optional packages out (--no-optional, --omit=optional)`);
  process.exit(3);
}
const done = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (done.error) {
  console.error(`gofix-net: ${program}: ${done.error.message}`);
  process.exit(3);
}
if (done.signal) {
  process.kill(process.pid, done.signal);
}
process.exit(done.status ?? 3);
