import { Platform } from "../../../components/platform";
import { clouds } from "../../../providers";
import { load } from "../../../stacks/load";
import { meadow } from "./cloud";

/** The program with one more cloud registered. */
module.exports = async () => {
  const registered = { ...clouds, meadow };
  const specification = load(registered);
  const cloud = Object.entries(registered).find(([name]) => name === specification.cloud)?.[1];
  return cloud?.run(specification, (provider) => new Platform("platform", specification, provider).outputs);
};
