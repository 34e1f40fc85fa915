import pulumi from "@pulumi/eslint-plugin";
import importX, { createNodeResolver } from "eslint-plugin-import-x";
import typescript from "typescript-eslint";

/** Which folder may not import which: dependencies point one way (docs/architecture.md). */
const boundaries = [
  { target: "./components", from: ["./stacks", "./providers", "./observability"] },
  {
    target: ["./stacks/*.ts", "./stacks/rules"],
    from: ["./providers", "./observability", "./stacks/bootstrap"],
  },
  { target: "./providers", from: ["./stacks"] },
  { target: "./stacks/bootstrap/aws", from: ["./stacks/bootstrap/azure", "./stacks/bootstrap/gcp"] },
  { target: "./stacks/bootstrap/azure", from: ["./stacks/bootstrap/aws", "./stacks/bootstrap/gcp"] },
  { target: "./stacks/bootstrap/gcp", from: ["./stacks/bootstrap/aws", "./stacks/bootstrap/azure"] },
  { target: "./providers/aws", from: ["./providers/azure", "./providers/gcp", "./providers/kubernetes"] },
  { target: "./providers/azure", from: ["./providers/aws", "./providers/gcp", "./providers/kubernetes"] },
  { target: "./providers/gcp", from: ["./providers/aws", "./providers/azure", "./providers/kubernetes"] },
  { target: "./providers/kubernetes", from: ["./providers/aws", "./providers/azure", "./providers/gcp"] },
  { target: "./observability", from: ["./components", "./stacks", "./providers"] },
  { target: "./policy", from: ["./components", "./stacks", "./providers", "./observability"] },
  {
    target: "./localcloud",
    from: ["./components", "./stacks", "./providers", "./observability", "./policy"],
  },
  { target: "./workloads", from: ["./components", "./providers", "./observability", "./policy"] },
  // A workload shares one thing with the program: the schema of its own settings.
  { target: "./workloads", from: "./stacks", except: ["./settings.ts"] },
  {
    target: [
      "./components",
      "./stacks",
      "./providers",
      "./observability",
      "./policy",
      "./index.ts",
      "./startup",
    ],
    from: ["./tools", "./tests", "./localcloud", "./workloads"],
  },
  { target: ["./localcloud", "./workloads"], from: ["./tools", "./tests"] },
];

const sdkRoots = ["aws", "azure-native", "gcp", "kubernetes"].map((name) => ({
  name: `@pulumi/${name}`,
  message: `Import the module, as in "@pulumi/${name}/…": a root loads the whole SDK.`,
}));

const cloudSdks = ["aws", "azure-native", "gcp"].map((name) => ({
  group: [`@pulumi/${name}`, `@pulumi/${name}/**`],
  message: "Only providers/ knows a cloud.",
}));

export default typescript.config(
  { ignores: ["node_modules/", ".local/", "dist/", "coverage/", "**/*.js", "**/*.mjs"] },
  ...typescript.configs.strictTypeChecked,
  ...typescript.configs.stylisticTypeChecked,
  {
    plugins: { "@pulumi": pulumi, "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js", ".json"] })] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "import-x/no-restricted-paths": ["error", { zones: boundaries }],
      "no-restricted-imports": ["error", { paths: sdkRoots }],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name='apply'] NewExpression[callee.type='MemberExpression']",
          message:
            "A resource made inside apply is missing from previews: make it outside, with plain counts.",
        },
      ],
      // `values["key"]` says that the key may be missing, where a type has an index signature.
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ["components/**/*.ts", "stacks/**/*.ts", "observability/**/*.ts", "index.ts", "startup/**/*.ts"],
    // A project of its own, which makes what a cloud needs before there are stacks.
    ignores: ["stacks/bootstrap/**"],
    rules: { "no-restricted-imports": ["error", { paths: sdkRoots, patterns: cloudSdks }] },
  },
  {
    // `constructor(…) {}` makes a tree of resources whose variables nobody reads again.
    files: ["components/**/*.ts", "providers/**/*.ts", "stacks/bootstrap/**/*.ts", "tests/**/*.ts"],
    rules: { "no-new": "off" },
  },
);
