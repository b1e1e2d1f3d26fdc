package org.atomicagents.openai;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * The response modes that a group of a provider's models supports, with the documentation that
 * states it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param models the names of the models; a name that ends in {@code *} matches every model whose
 *     name starts with the text before it
 * @param modes the supported response modes in order of preference; never empty
 * @param strict whether schemas are sent in their strict form in {@link ResponseMode#JSON_SCHEMA}
 * @param source the page of the provider's documentation; null for a rule defined by the user
 */
public record CapabilityRule(
    List<String> models, List<ResponseMode> modes, boolean strict, @Nullable URI source) {

  /**
   * The rule for models that no other rule covers: {@link ResponseMode#PROMPTED_JSON}, which works
   * with any model.
   */
  public static final CapabilityRule UNKNOWN =
      new CapabilityRule(List.of("*"), List.of(ResponseMode.PROMPTED_JSON), false, null);

  /**
   * Creates a rule.
   *
   * @throws IllegalArgumentException if {@code modes} is empty
   */
  public CapabilityRule {
    models = List.copyOf(models);
    modes = List.copyOf(modes);
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes: expected at least one response mode, found none");
    }
  }

  /** Returns whether this rule applies to the model with the given name. */
  public boolean covers(String model) {
    Objects.requireNonNull(model, "model");
    for (String pattern : models) {
      boolean matches =
          pattern.endsWith("*")
              ? model.startsWith(pattern.substring(0, pattern.length() - 1))
              : model.equals(pattern);
      if (matches) {
        return true;
      }
    }
    return false;
  }
}
