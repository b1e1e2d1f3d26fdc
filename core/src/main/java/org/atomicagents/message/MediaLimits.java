package org.atomicagents.message;

import java.util.Set;

/**
 * The limits of the data of one kind of media.
 *
 * @param maxBytes the maximum size
 * @param types the allowed media types; empty for all types of the kind
 */
record MediaLimits(long maxBytes, Set<String> types) {

  MediaLimits {
    types = Set.copyOf(types);
  }

  /** Returns the limits without a policy: the size that providers accept at most. */
  static MediaLimits of(Media.Kind kind) {
    return new MediaLimits(
        switch (kind) {
          case IMAGE -> 20_000_000;
          case AUDIO -> 25_000_000;
          case PDF -> 32_000_000;
          case VIDEO -> 100_000_000;
        },
        Set.of());
  }

  boolean allows(String mediaType) {
    return types.isEmpty() || types.contains(mediaType) || mediaType.endsWith("*");
  }
}
