import type { Promised } from ".";

export const servicePromises: readonly Promised[] = [
  {
    promise: "Every service of the stack file runs, by digest",
    broken: ({ evidence: { services }, specification }) => [
      ...Object.keys(specification.services)
        .filter((name) => !services.some((service) => service.name === name))
        .map((name) => `${name} is missing`),
      ...services
        .filter(({ image }) => !/@sha256:[0-9a-f]{64}$/.test(image))
        .map(({ name, image }) => `${name} runs ${image}`),
    ],
  },
  {
    promise: "Each secret reaches its service as a reference, never as a value",
    broken: ({ evidence: { services, secrets }, specification }) =>
      services.flatMap(({ name, plain, references }) => {
        const wanted = Object.keys(specification.services[name]?.secrets ?? {});
        const known = new Set(secrets.map(({ id }) => id));
        return wanted.flatMap((variable) => {
          if (variable in plain) return [`${name} gets ${variable} in plain text`];
          return known.has(references[variable] ?? "") ? [] : [`${name} gets no reference for ${variable}`];
        });
      }),
  },
  {
    promise: "Each reference is to one version of a secret, so that a new value is a new rollout",
    broken: ({ evidence: { services, secrets }, specification }) =>
      services.flatMap(({ name, references, versions }) =>
        Object.keys(specification.services[name]?.secrets ?? {})
          .filter((variable) => {
            const secret = secrets.find(({ id }) => id === references[variable]);
            return secret?.versions.includes(versions[variable] ?? "") !== true;
          })
          .map((variable) => `${name} gets whichever ${variable} is the newest, or none`),
      ),
  },
  {
    promise: "What the platform makes as secrets is made anew with each secret generation",
    broken: ({ evidence: { generated }, specification: { services, secretGeneration } }) => [
      ...Object.entries(services)
        .filter(([, { secrets }]) => Object.values(secrets).some(({ from }) => from === "generated"))
        .filter(([name]) => !generated.some(({ component }) => component === `${name}-secrets`))
        .map(([name]) => `nothing is made for ${name}`),
      ...generated
        .filter(({ generation }) => generation !== secretGeneration)
        .map(({ name }) => `${name} stays`),
    ],
  },
  {
    promise: "Each identity may read only its own secrets",
    broken: ({ evidence: { secrets } }) => [
      ...(secrets.length === 0 ? ["there is no secret"] : []),
      ...secrets.flatMap(({ id, component, readers }) => {
        const others = readers.filter((reader) => `${reader}-secrets` !== component);
        return [
          ...others.map((reader) => `${reader} may read ${id} of ${component}`),
          ...(readers.length === others.length ? [`nobody may read ${id}`] : []),
        ];
      }),
    ],
  },
  {
    promise: "Each service has an identity of its own",
    broken: ({ evidence: { services } }) =>
      services
        .filter(
          ({ name, identity }) =>
            identity === "" || services.some((other) => other.name !== name && other.identity === identity),
        )
        .map(({ name, identity }) => `${name} acts as ${identity === "" ? "nobody" : identity}`),
  },
  {
    promise: "Each service has the replicas that were asked for",
    broken: ({ evidence: { services }, specification }) =>
      services.flatMap(({ name, min, max }) => {
        const wanted = specification.services[name]?.scaling;
        return wanted === undefined || (wanted.min === min && wanted.max === max)
          ? []
          : [
              `${name} has ${String(min)} to ${String(max)}, not ${String(wanted.min)} to ${String(wanted.max)}`,
            ];
      }),
  },
  {
    promise: "Each service is scaled on CPU, memory and requests, in slower than out",
    broken: ({ evidence: { services }, specification, cloud }) =>
      services.flatMap(({ name, scaling: { signals, slowerIn } }) => {
        const wanted = [
          "cpu" as const,
          ...(cloud.capabilities.memoryScaling === true ? ["memory" as const] : []),
          ...(specification.services[name]?.public === true && cloud.capabilities.requestScaling === true
            ? ["requests" as const]
            : []),
        ];
        return [
          ...wanted
            .filter((signal) => !signals.includes(signal))
            .map((signal) => `${name} is not scaled on ${signal}`),
          ...(slowerIn === false ? [`${name} loses replicas as fast as it gets them`] : []),
        ];
      }),
  },
  {
    promise: "Where egress is zonal, each service's replicas are spread over the zones",
    broken: ({ evidence: { services }, specification: { network } }) =>
      services
        .filter(({ zones }) => network.egress === "zonal" && zones < network.zones)
        .map(({ name, zones }) => `${name} is in ${String(zones)} of ${String(network.zones)} zones`),
  },
  {
    promise:
      "Each public service is asked whether it is ready, and each one with a client whether it is alive",
    broken: ({ evidence: { services }, specification }) =>
      services.flatMap(({ name, probes }) => {
        const wanted = specification.services[name];
        if (wanted === undefined) return [];
        const { client, liveness, readiness } = wanted.probes;
        return [...(wanted.public ? [readiness] : []), ...(client === "none" ? [] : [liveness])]
          .filter((path) => !probes.includes(path))
          .map((path) => `${name} is never asked for ${path}`);
      }),
  },
  {
    promise: "A new version that does not become healthy never takes the old one's place",
    broken: ({ evidence: { services } }) =>
      services.filter(({ fallsBack }) => !fallsBack).map(({ name }) => `${name} does not go back`),
  },
  {
    promise: "A new version that raises errors goes back by itself where the cloud can do that",
    broken: ({ evidence: { services }, cloud }) =>
      services
        .filter(({ takenBackBy }) => cloud.capabilities.rollbackOnErrors === true && takenBackBy.length === 0)
        .map(({ name }) => `${name} stays`),
  },
  {
    promise:
      "Where the cloud can say so, no container is root, writes to its image or has rights of the kernel",
    broken: ({ evidence: { services }, cloud }) => {
      if (cloud.capabilities.hardenedContainers !== true) return [];
      return services.flatMap(({ name: service, containers }) => [
        ...(containers.length === 0 ? [`${service} has no container`] : []),
        ...containers.flatMap(({ name, root, writableRoot, privileges }) => [
          ...(root ? [`${name} of ${service} may be root`] : []),
          ...(writableRoot ? [`${name} of ${service} can write to its image`] : []),
          ...privileges.map((privilege) => `${name} of ${service} has ${privilege}`),
        ]),
      ]);
    },
  },
  {
    promise: "Images are kept unchangeable, scanned, and encrypted with our key",
    part: "registry",
    broken: ({ evidence: { registries }, specification, cloud }) => {
      const built = Object.values(specification.services).some(({ image }) => "build" in image);
      if (built && registries.length === 0) return ["there is no registry"];
      return registries.flatMap(({ name, immutable, scanned, key }) => [
        ...(immutable || cloud.capabilities.immutableTags !== true ? [] : [`tags of ${name} can be moved`]),
        ...(scanned ? [] : [`${name} is not scanned`]),
        ...(key === "" ? [`${name} is not encrypted with our key`] : []),
      ]);
    },
  },
  {
    promise: "Nobody pulls an image without a right to, and untagged ones go after a week",
    part: "registry",
    broken: ({ evidence: { registries } }) =>
      registries.flatMap(({ name, openToAll, untaggedDays }) => [
        ...(openToAll ? [`anybody may pull from ${name}`] : []),
        ...(untaggedDays <= 7 ? [] : [`${name} keeps them ${String(untaggedDays)} days`]),
      ]),
  },
];
