"use strict";
// A TypeScript main is type-checked at every start of the pack (19 s with the clouds' types). Transpiling it takes under a
// second, and the types are checked once, by `npm run types`.
require("tsx/cjs");
require("./index.ts");
