// Plain old JavaScript, so that a Node that is too old for everything else still says so in words.
var engines = require("../../package.json").engines;
var least = engines.node
  .replace(/[^0-9.]/g, "")
  .split(".")
  .map(Number);
var have = process.versions.node.split(".").map(Number);
if (have[0] < least[0] || (have[0] === least[0] && have[1] < least[1])) {
  console.error(
    "Node " +
      process.versions.node +
      " is too old: this project needs Node " +
      engines.node +
      " (https://nodejs.org).",
  );
  process.exit(1);
}
try {
  require.resolve("tsx/cjs");
} catch (_) {
  console.error("The project's packages are not installed: run `npm ci` first.");
  process.exit(1);
}
require("tsx/cjs");
require("./index.ts");
