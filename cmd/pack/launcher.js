#!/usr/bin/env node
// Starts the gofix-net program of this system, which is in a package of its own.
"use strict";
const { spawn } = require("node:child_process");

const zh = /^zh/.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || Intl.DateTimeFormat().resolvedOptions().locale);
const name = `@gofix-net/${process.platform}-${process.arch}`;
const { version } = require("./package.json");
const exe = process.platform === "win32" ? ".exe" : "";
let program;
try {
  program = require.resolve(`${name}/bin/gofix-net${exe}`);
} catch {
  console.error(zh
    ? `gofix-net: 没有安装软件包 ${name}：可能没有适用于本系统的程序，npm 镜像还没有同步它，或者设置了不安装可选包（--no-optional、--omit=optional；之后请用 npx gofix-net@${version}，否则 npx 会再次使用这次的安装）；运行 npm install ${name}@${version} 可以看到原因`
    : `gofix-net: the package ${name} is not installed: there is no program for this system, the registry does not have it yet, or npm was told to leave optional packages out (--no-optional, --omit=optional; run npx gofix-net@${version} then, as npx takes this installation again); npm install ${name}@${version} says which`);
  process.exit(3);
}
// The program decides what a signal means. Ctrl-C reaches it as well; what is sent to this
// process alone is handed on.
let child;
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`gofix-net: ${program}: ${error.message}`);
  process.exit(3);
});
child.on("exit", (code, signal) => {
  if (!signal) {
    process.exit(code);
  }
  process.exitCode = 3;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
