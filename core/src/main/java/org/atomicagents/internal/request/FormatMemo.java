package org.atomicagents.internal.request;

import java.util.function.Supplier;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * The latest output format of one agent, which is equal for most of its runs. Thread-safe.
 *
 * <p>A format depends on the output of the agent, the capabilities of the model and the chosen mode
 * only.
 */
public final class FormatMemo {
  private volatile @Nullable KnownFormat latest;

  private record KnownFormat(
      ModelCapabilities capabilities, @Nullable ResponseMode chosen, OutputFormat format) {}

  /** Returns the format for a model and a chosen mode, which is computed if it is not known. */
  // A comparison of all capabilities would cost more than the format.
  @SuppressWarnings("ReferenceEquality")
  public OutputFormat format(
      ModelCapabilities capabilities,
      @Nullable ResponseMode chosen,
      Supplier<OutputFormat> computation) {
    KnownFormat known = latest;
    if (known == null || known.capabilities() != capabilities || known.chosen() != chosen) {
      known = new KnownFormat(capabilities, chosen, computation.get());
      latest = known;
    }
    return known.format();
  }
}
