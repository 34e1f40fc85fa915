// In the place of what Pulumi's SDK loads at each start to turn functions into text, which no unit test does: the compiler, and a
// reader of `node_modules`. Each test file loads the SDK anew.
"use strict";
module.exports = {};
