import type { Properties, Value } from "../rules";
import { hasUnknown, isUnknown } from "../values";

/**
 * The properties as a rule's own code may see them: unknown values are absent. Tells `onUnknown` when the code looks at a
 * place whose value is unknown, because then its verdict may be different once the value is known.
 */
export function observe(properties: Properties, onUnknown: () => void): Properties {
  return hasUnknown(properties) ? proxy(properties, onUnknown) : properties;
}

function proxy<T extends object>(target: T, onUnknown: () => void): T {
  return new Proxy(target, {
    get(object, key, receiver): unknown {
      const value: unknown = Reflect.get(object, key, receiver);
      if (isUnknown(value)) {
        onUnknown();
        return undefined;
      }
      if (typeof value !== "object" || value === null || !hasUnknown(value as Value)) return value;
      return proxy(value, onUnknown);
    },
    // JSON.stringify, spreading and Object.entries ask for descriptors: they would see the marker itself.
    getOwnPropertyDescriptor(object, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
      if (descriptor === undefined || !isUnknown(descriptor.value)) return descriptor;
      onUnknown();
      return { ...descriptor, value: undefined };
    },
  });
}
