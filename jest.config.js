/** Unit tests run on Pulumi mocks; engine tests run the real CLI and get a project of their own for their time limit. */
const transform = {
  "^.+\\.[tj]s$": [
    "@swc/jest",
    {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
      sourceMaps: "inline",
    },
  ],
};
const shared = {
  transform,
  // Jest loads CommonJS: the client of Kubernetes, and what it is made of, is made so.
  transformIgnorePatterns: ["/node_modules/(?!(@kubernetes/client-node|openid-client|oauth4webapi|jose)/)"],
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/.local/", "<rootDir>/dist/"],
};

module.exports = {
  // Engine tests wait for other processes most of the time: every core takes a test file.
  maxWorkers: "100%",
  // Whatever a file loaded of an SDK stays in its worker: after some dozens of files it would do little but collect garbage.
  workerIdleMemoryLimit: "1GB",
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/unit/**/*.test.ts"],
      moduleNameMapper: {
        "^(@npmcli/arborist|.*/typescript-shim)$": "<rootDir>/tests/unit/absent.js",
      },
    },
    { ...shared, displayName: "engine", testMatch: ["<rootDir>/tests/engine/**/*.test.ts"] },
    { ...shared, displayName: "real", testMatch: ["<rootDir>/tests/real/**/*.test.ts"] },
  ],
};
