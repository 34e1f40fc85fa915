import { createRequire, findSourceMap, type SourceMapPayload } from "node:module";

/** Makes the text of a trace from its frames. */
type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;

interface Support {
  readonly install: (options: {
    /** The map of a file that was loaded, if there is one. */
    retrieveSourceMap: (file: string) => { url: string; map: SourceMapPayload } | null;
  }) => void;
}

/* Imported before Pulumi runs the program (`nodeargs` in Pulumi.yaml). */

/** The one that Pulumi's SDK uses: it keeps what it is told in its own variables. */
const { install } = createRequire(require.resolve("@pulumi/pulumi/package.json"))(
  "source-map-support",
) as Support;

// Only Node knows the maps of what was transpiled as it was loaded: a trace would name a line that nobody wrote.
install({
  retrieveSourceMap: (file) => {
    const map = findSourceMap(file)?.payload;
    return map === undefined ? null : { url: file, map: { ...map, sources: [file] } };
  },
});

/**
 * The SDK takes a stack trace of each promise, three for every output of every resource, and looks each frame up in source
 * maps: a fifth of a large preview. They are read only in its report of leaked promises, which has to be asked for; until then
 * they are left empty. All other traces stay as they are.
 */
function sparing(prepare: Prepare): Prepare {
  const made: Prepare = (error, frames) =>
    frames[0]?.getFunctionName() === "debuggablePromise" ? String(error) : prepare(error, frames);
  sparingOnes.add(made);
  return made;
}

const sparingOnes = new WeakSet<Prepare>();
const errors: { readonly prepareStackTrace?: Prepare } = Error;
let current = errors.prepareStackTrace;
if (process.env.PULUMI_DEBUG_PROMISE_LEAKS === undefined && current !== undefined) {
  current = sparing(current);
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    get: () => current,
    // Who sets it for a moment gives back what was there: that must not be wrapped twice.
    set: (given: Prepare | undefined) => {
      current = given === undefined || sparingOnes.has(given) ? given : sparing(given);
    },
  });
}
