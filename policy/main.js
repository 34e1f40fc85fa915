"use strict";
// Loaded before the transpiler, which would look at each of their files.
require("@pulumi/policy");
require("@pulumi/pulumi/proto/analyzer_grpc_pb");
require("zod");
// A TypeScript main is type-checked at every start of the pack (19 s with the clouds' types), and transpiling some hundred files
// one by one takes as long as a preview may; types are checked once, by `npm run types`.
const code = require("./bundle").bundled();
if (code === undefined) {
  require("tsx/cjs");
  require("./index.ts");
} else module._compile(code, require("node:path").join(__dirname, "index.js"));
