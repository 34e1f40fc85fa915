import { Platform } from "./components/platform";
import { clouds } from "./providers";
import { load } from "./stacks/load";
import { transforms } from "./stacks/transforms";

/**
 * The program: the stack's configuration becomes a specification, the cloud that it names is loaded, and the platform is
 * made on it. A wrong configuration does not get as far as this (startup/preflight.ts).
 */
module.exports = async () => {
  const specification = load(clouds);
  const cloud = clouds[specification.cloud];
  return cloud?.run(specification, (provider) => {
    const platform = new Platform("platform", specification, provider, {
      providers: [...provider.providers],
      transforms: [...transforms],
    });
    return platform.outputs;
  });
};
