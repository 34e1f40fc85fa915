import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record } from "../mocks";

/** Prints the packages of Pulumi that a stack on a cloud has loaded when all its resources are registered. */
async function main(cloud: string): Promise<void> {
  await withFolder({ Dockerfile: "FROM scratch\n" }, (context) => {
    const specification = withContext(specificationOn(cloud, "prod"), context);
    return record(() => platformOn(specification));
  });
  const packages = Object.keys(require.cache).flatMap(
    (file) => /node_modules\/(@pulumi\/[^/]+)/.exec(file)?.[1] ?? [],
  );
  process.stdout.write(JSON.stringify([...new Set(packages)].sort()));
}

void main(process.argv[2] ?? "");
