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
    promise: "Where egress is zonal, each service's replicas are spread over the zones",
    broken: ({ evidence: { services }, specification: { network } }) =>
      services
        .filter(({ zones }) => network.egress === "zonal" && zones < network.zones)
        .map(({ name, zones }) => `${name} is in ${String(zones)} of ${String(network.zones)} zones`),
  },
  {
    promise:
      "Each public service is asked whether it is ready, each other one with a client whether it is alive",
    broken: ({ evidence: { services }, specification }) =>
      services.flatMap(({ name, probes }) => {
        const wanted = specification.services[name];
        if (wanted === undefined) return [];
        const path = wanted.public ? wanted.probes.readiness : wanted.probes.liveness;
        return probes.includes(path) ? [] : [`${name} is never asked for ${path}`];
      }),
  },
  {
    promise: "A new version that does not become healthy never takes the old one's place",
    broken: ({ evidence: { services } }) =>
      services.filter(({ fallsBack }) => !fallsBack).map(({ name }) => `${name} does not go back`),
  },
  {
    promise: "Images are kept unchangeable, scanned, and encrypted with our key",
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
];
