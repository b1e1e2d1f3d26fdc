package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.function.UnaryOperator;
import org.atomicagents.time.TimeSource;

/** The models of a simulated provider and their completions, for all protocols; thread-safe. */
public final class ResponseSimulation {
  private final ResponseGenerator generator;
  private final ResponsePacing pacing;
  private final AvailableModels models;
  private final SupportedModes modes;

  /** Creates a simulation. */
  public ResponseSimulation(ServerSettings settings) {
    this.generator = new ResponseGenerator(settings.seed());
    this.pacing = settings.pacing();
    this.models = new AvailableModels(settings.models());
    this.modes = new SupportedModes(settings.modes());
  }

  /**
   * Returns the completion of a request.
   *
   * @param change changes the completion
   */
  public Completion complete(GenerationRequest request, UnaryOperator<Completion> change) {
    return change.apply(generator.complete(request, time().now()));
  }

  /** Returns the text of a completion in the chunks of a stream. */
  public List<String> chunks(Completion completion) {
    return pacing.chunks(completion);
  }

  /** Returns the available models. */
  public AvailableModels models() {
    return models;
  }

  /** Returns the response modes that the models support. */
  public SupportedModes modes() {
    return modes;
  }

  /** Returns the clock of the provider. */
  public TimeSource time() {
    return pacing.time();
  }
}
