import Module, { createRequire } from "node:module";

/**
 * What Pulumi's SDK loads at each start although a program like this never uses it: half of the time until the first line
 * runs, and a third of the memory. Each is loaded when it is first used; one that another version of the SDK does not have is
 * left alone.
 */
const parts = [
  /** Running the CLI from a program. */
  "./automation/index.js",
  /** Turning functions into text, for cloud functions: the compiler, and a reader of `node_modules`. */
  "./typescript-shim.js",
  "@npmcli/arborist",
];

const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

function found(part: string): string | undefined {
  try {
    return sdk.resolve(part);
  } catch {
    return undefined;
  }
}

/** Stands in for a module that has not been loaded yet. */
function postpone(file: string): void {
  const exported = (): object => {
    if (sdk.cache[file] === stand) Reflect.deleteProperty(sdk.cache, file);
    return sdk(file) as object;
  };
  const stand = new Module(file);
  stand.filename = file;
  stand.loaded = true;
  stand.exports = new Proxy(
    {},
    {
      // Asked of each module that is imported. Answered here, or importing it would be its first use.
      get: (_, key) => key === "__esModule" || (Reflect.get(exported(), key) as unknown),
      has: (_, key) => Reflect.has(exported(), key),
      ownKeys: () => Reflect.ownKeys(exported()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(exported(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
  sdk.cache[file] = stand;
}

for (const file of parts.map(found)) if (file !== undefined && sdk.cache[file] === undefined) postpone(file);
