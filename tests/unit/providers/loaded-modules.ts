import type { Runtime } from "../../../components/specification";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record } from "../mocks";

/**
 * Registers a stack on a cloud with each of the runtimes, one after the other, and prints the packages of Pulumi that are
 * loaded after each.
 */
async function main(cloud: string, runtimes: readonly string[]): Promise<void> {
  const loaded: Record<string, readonly string[]> = {};
  for (const runtime of runtimes) {
    await withFolder({ Dockerfile: "FROM scratch\n" }, (context) => {
      const specification = withContext(specificationOn(cloud, "prod", runtime as Runtime), context);
      return record(() => platformOn(specification));
    });
    const packages = Object.keys(require.cache).flatMap(
      (file) => /node_modules\/(@pulumi\/[^/]+)/.exec(file)?.[1] ?? [],
    );
    loaded[runtime] = [...new Set(packages)].sort();
  }
  process.stdout.write(JSON.stringify(loaded));
}

const [, , cloud = "", ...runtimes] = process.argv;
void main(cloud, runtimes);
