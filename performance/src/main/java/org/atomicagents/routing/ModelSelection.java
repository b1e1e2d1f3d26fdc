package org.atomicagents.routing;

import java.util.Objects;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * A chosen model, the settings of runs with it, and the reason of the choice.
 *
 * <p>A null component leaves the setting of the run in place. Immutable; the {@code with} methods
 * return copies.
 *
 * @param model the model
 * @param sampling the sampling parameters, merged one by one with those of the run; null for those
 *     of the run
 * @param mode the way to request JSON; null for that of the run
 * @param limits the limits of attempts and requests; null for those of the run
 * @param reason why the model was chosen, for events
 */
public record ModelSelection(
    Model model,
    @Nullable Sampling sampling,
    @Nullable ResponseMode mode,
    @Nullable RunLimits limits,
    String reason) {

  public ModelSelection {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns the choice of a model. */
  public static ModelSelection of(Model model, String reason) {
    return new ModelSelection(model, null, null, null, reason);
  }

  /** Returns a copy with sampling parameters; those of the run apply where it has none. */
  public ModelSelection withSampling(Sampling value) {
    return new ModelSelection(model, Objects.requireNonNull(value, "value"), mode, limits, reason);
  }

  /** Returns a copy with a response mode. */
  public ModelSelection withMode(ResponseMode value) {
    return new ModelSelection(
        model, sampling, Objects.requireNonNull(value, "value"), limits, reason);
  }

  /** Returns a copy with limits, such as a single attempt. */
  public ModelSelection withLimits(RunLimits value) {
    return new ModelSelection(
        model, sampling, mode, Objects.requireNonNull(value, "value"), reason);
  }

  /** Returns a copy with a reason. */
  public ModelSelection withReason(String value) {
    return new ModelSelection(model, sampling, mode, limits, value);
  }

  /** Returns the options of a run with this model and its settings. */
  public RunOptions applyTo(RunOptions options) {
    RunOptions chosen = options.withModel(model);
    if (sampling != null) {
      Sampling own = options.sampling();
      chosen = chosen.withSampling(own == null ? sampling : sampling.withDefaultsFrom(own));
    }
    if (mode != null) {
      chosen = chosen.withMode(mode);
    }
    return limits == null ? chosen : chosen.withLimits(limits);
  }
}
