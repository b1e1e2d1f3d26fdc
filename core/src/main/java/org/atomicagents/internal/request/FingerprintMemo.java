package org.atomicagents.internal.request;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest hash of the parts of a fingerprint that are equal for most runs of an agent, such as
 * its schemas. Thread-safe.
 */
public final class FingerprintMemo {
  private final AtomicReference<@Nullable HashedParts> latest = new AtomicReference<>();

  @SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
  private record HashedParts(Object parts, byte[] hash) {}

  /**
   * Returns the hash of parts, which is computed if they differ from the latest ones.
   *
   * @param parts a value whose equality implies that of the hash
   */
  public byte[] hash(Object parts, Supplier<byte[]> computation) {
    HashedParts known = latest.get();
    if (known == null || !known.parts().equals(parts)) {
      known = new HashedParts(Objects.requireNonNull(parts, "parts"), computation.get());
      latest.set(known);
    }
    return known.hash();
  }
}
