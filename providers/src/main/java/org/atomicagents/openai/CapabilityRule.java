package org.atomicagents.openai;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * How a family of a provider's models is asked for JSON, and where that is written.
 *
 * <p>Immutable.
 *
 * @param models the models' names; one that ends in {@code *} stands for all that begin so
 * @param modes the ways to ask for JSON, best first; never empty
 * @param strict whether schemas are sent in the strict form in {@link ResponseMode#JSON_SCHEMA}
 * @param source the provider's page that says so; null if the user does
 */
public record CapabilityRule(
    List<String> models, List<ResponseMode> modes, boolean strict, @Nullable URI source) {

  /** Of a model of which nothing is known: it is told the schema in words. */
  public static final CapabilityRule UNKNOWN =
      new CapabilityRule(List.of("*"), List.of(ResponseMode.PROMPTED_JSON), false, null);

  public CapabilityRule {
    models = List.copyOf(models);
    modes = List.copyOf(modes);
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes: expected at least one response mode, found none");
    }
  }

  /** Whether it says something of the model of this name. */
  public boolean covers(String model) {
    Objects.requireNonNull(model, "model");
    for (String name : models) {
      boolean covered =
          name.endsWith("*")
              ? model.startsWith(name.substring(0, name.length() - 1))
              : model.equals(name);
      if (covered) {
        return true;
      }
    }
    return false;
  }
}
