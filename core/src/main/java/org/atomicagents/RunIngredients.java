package org.atomicagents;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * The ingredients of a run that determine its result, each by itself, so that a store of results
 * can name the one that differs.
 *
 * <p>Unlike {@link PreparedRun#fingerprint()}, they do not contain the address of the provider.
 * Long ingredients are SHA-256 hashes in hexadecimal; an unknown one is empty. Immutable.
 *
 * @param agent the name of the agent
 * @param model the provider and the name of the model, as in {@code openai:gpt-5-mini}
 * @param mode the response mode
 * @param sampling the sampling parameters, without a maximum length that depends on the input
 * @param prompt the hash of the system prompt without volatile context
 * @param inputSchema the hash of the schema of the input
 * @param outputSchema the hash of the schema of the output, of its checks, of its form in the
 *     prompt, and of the tools of a loop
 * @param history the hash of the earlier messages of the conversation; empty if there are none
 * @param input the hash of the input
 */
public record RunIngredients(
    String agent,
    String model,
    String mode,
    String sampling,
    String prompt,
    String inputSchema,
    String outputSchema,
    String history,
    String input) {

  public RunIngredients {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(sampling, "sampling");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(inputSchema, "inputSchema");
    Objects.requireNonNull(outputSchema, "outputSchema");
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(input, "input");
  }

  /**
   * Returns the ingredients of a run of which only the request and the fingerprint are known. The
   * fingerprint takes the place of the input.
   */
  public static RunIngredients of(ModelRequest request, String fingerprint) {
    Optional<OutputFormat> output = Optional.ofNullable(request.output());
    return new RunIngredients(
        "",
        request.model(),
        output.map(format -> format.mode().name()).orElse(""),
        describe(request.sampling()),
        "",
        "",
        "",
        "",
        fingerprint);
  }

  /** Returns the ingredients except history and input, by their names in messages. */
  public SequencedMap<String, String> shared() {
    var all = new LinkedHashMap<String, String>();
    all.put("agent", agent);
    all.put("model", model);
    all.put("response mode", mode);
    all.put("sampling", sampling);
    all.put("system prompt", prompt);
    all.put("input schema", inputSchema);
    all.put("output schema", outputSchema);
    return all;
  }

  /**
   * Returns a copy with another model, such as a description of the models of which one is used.
   */
  public RunIngredients withModel(String other) {
    return new RunIngredients(
        agent, other, mode, sampling, prompt, inputSchema, outputSchema, history, input);
  }

  /**
   * Returns a copy with another hash of the output schema, such as one that also contains the
   * schemas of tools.
   */
  public RunIngredients withOutputSchema(String hash) {
    return new RunIngredients(
        agent, model, mode, sampling, prompt, inputSchema, hash, history, input);
  }

  /** Returns sampling parameters as a text; equal parameters have equal texts. */
  public static String describe(Sampling sampling) {
    var text = new StringBuilder();
    append(text, "temperature", sampling.temperature());
    append(text, "topP", sampling.topP());
    append(text, "maxTokens", sampling.maxTokens());
    append(text, "stop", sampling.stop().isEmpty() ? null : sampling.stop());
    append(text, "seed", sampling.seed());
    append(text, "reasoningEffort", sampling.reasoningEffort());
    append(text, "extra", sampling.extra().isEmpty() ? null : new TreeMap<>(sampling.extra()));
    return text.isEmpty() ? "default" : text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value);
    }
  }
}
