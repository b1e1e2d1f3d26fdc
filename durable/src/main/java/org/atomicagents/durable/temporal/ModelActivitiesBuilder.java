package org.atomicagents.durable.temporal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.model.AgentListener;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.tool.Tool;
import org.jspecify.annotations.Nullable;

/** Builds the activities of a worker. Not thread-safe. */
public final class ModelActivitiesBuilder {
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, Tool<?, ?>> tools = new LinkedHashMap<>();
  private MediaPolicy media = MediaPolicy.defaults();
  private Listeners listeners = Listeners.none();
  private @Nullable StepListener steps;

  ModelActivitiesBuilder() {}

  /**
   * Adds a model, which sends the requests of models with the same client and name.
   *
   * @throws IllegalArgumentException if there is one with the same client and name
   */
  public ModelActivitiesBuilder model(Model model) {
    return add(ModelActivities.key(model.client(), model.name()), model);
  }

  /**
   * Adds a model, which sends the requests of {@link ModelActivities#named} models.
   *
   * @throws IllegalArgumentException if there is one with the same name
   */
  public ModelActivitiesBuilder model(String name, Model model) {
    return add(new NamedClient(name, "").identity(), model);
  }

  private ModelActivitiesBuilder add(String key, Model model) {
    if (models.putIfAbsent(key, Objects.requireNonNull(model, "model")) != null) {
      throw new IllegalArgumentException(
          "model: expected unique models, found '%s' twice.\nGive them names: model(name, model) here, and ModelActivities.named in workflows."
              .formatted(key));
    }
    return this;
  }

  /**
   * Adds a tool, which runs the calls of tools with its name.
   *
   * @throws IllegalArgumentException if there is one with the same name
   */
  public ModelActivitiesBuilder tool(Tool<?, ?> tool) {
    if (tools.putIfAbsent(tool.name(), tool) != null) {
      throw new IllegalArgumentException(
          "tool: expected unique names, found \"" + tool.name() + "\" twice");
    }
    return this;
  }

  /**
   * Sets which media of requests are sent; default: {@link MediaPolicy#defaults()}. The path of a
   * file means another file, or none, on another machine: files need {@link
   * MediaPolicy#withFilesUnder}.
   */
  public ModelActivitiesBuilder media(MediaPolicy policy) {
    media = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Adds a listener to the requests that this worker sends. */
  public ModelActivitiesBuilder listener(AgentListener listener) {
    listeners = listeners.with(listener);
    return this;
  }

  /** Sets a listener to the events of responses; default: none. */
  public ModelActivitiesBuilder steps(StepListener listener) {
    steps = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** Returns the activities, to register with a worker. */
  public ModelActivities build() {
    return new ModelActivities(models, tools, media, listeners, steps);
  }
}
