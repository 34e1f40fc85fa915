/** What a version does whose image has this word in its name; the same words as on the control plane (docs/testing.md). */
export const imageFaults = ["unpullable", "crashing", "unready"] as const;
export type ImageFault = (typeof imageFaults)[number];

/** The first image that fails, and how. */
export function failingImage(
  images: readonly string[],
): { readonly image: string; readonly fault: ImageFault } | undefined {
  for (const image of images) {
    const fault = imageFaults.find((word) => image.includes(word));
    if (fault !== undefined) return { image, fault };
  }
  return undefined;
}
