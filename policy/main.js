"use strict";
// Loaded before the transpiler, which would look at each of their files.
require("@pulumi/policy");
require("@pulumi/pulumi/proto/analyzer_grpc_pb");
require("zod");
// A TypeScript main is type-checked at every start of the pack (19 s with the clouds' types). Transpiling it takes under a
// second, and the types are checked once, by `npm run types`.
require("tsx/cjs");
require("./index.ts");
