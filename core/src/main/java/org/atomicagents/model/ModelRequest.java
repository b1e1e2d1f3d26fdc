package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A request to a model, independent of the provider's protocol.
 *
 * <p>A request contains only data that decides the response. Data of the run, such as its deadline
 * and its listeners, is passed separately in a {@link RunContext}. {@code toString()} returns sizes
 * instead of texts, so that logging a request reveals nothing of a conversation. Immutable.
 *
 * @param model the provider's name of the model
 * @param rules the model's deviations from the standard parameters
 * @param output the format of the output, or null for free text
 * @param tools the tools that the model may call, in addition to the function of the output
 * @param stream whether the response is streamed
 */
public record ModelRequest(
    String model,
    ParameterRules rules,
    List<Message> messages,
    @Nullable OutputFormat output,
    List<ToolSpec> tools,
    Sampling sampling,
    boolean stream) {

  public ModelRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(rules, "rules");
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    Objects.requireNonNull(sampling, "sampling");
  }

  /** Returns a request for free text, with default values for everything else. */
  public static ModelRequest of(String model, List<Message> messages) {
    return new ModelRequest(
        model, ParameterRules.STANDARD, messages, null, List.of(), Sampling.defaults(), false);
  }

  /** Returns a copy for another model. */
  public ModelRequest withModel(Model other) {
    return new ModelRequest(other.name(), other.rules(), messages, output, tools, sampling, stream);
  }

  /**
   * Returns the request for another model: with its name, its parameter rules, an output format
   * that suits its capabilities, and within its maximum of output tokens.
   */
  ModelRequest forModel(Model other) {
    OutputFormat adapted = output == null ? null : output.forCapabilities(other.capabilities());
    Integer limit = sampling.maxTokens();
    int max = other.maxOutputTokens().orElse(Integer.MAX_VALUE);
    Sampling clamped = limit != null && limit > max ? sampling.withMaxTokens(max) : sampling;
    return new ModelRequest(other.name(), other.rules(), messages, adapted, tools, clamped, stream);
  }

  /** Returns a copy with other messages. */
  public ModelRequest withMessages(List<Message> newMessages) {
    return new ModelRequest(model, rules, newMessages, output, tools, sampling, stream);
  }

  /** Returns a copy with additional messages at the end. */
  public ModelRequest plusMessages(List<Message> added) {
    var all = new ArrayList<Message>(messages.size() + added.size());
    all.addAll(messages);
    all.addAll(added);
    return withMessages(all);
  }

  /** Returns a copy with another output format; null for free text. */
  public ModelRequest withOutput(@Nullable OutputFormat newOutput) {
    return new ModelRequest(model, rules, messages, newOutput, tools, sampling, stream);
  }

  /** Returns a copy with other tools. */
  public ModelRequest withTools(List<ToolSpec> newTools) {
    return new ModelRequest(model, rules, messages, output, newTools, sampling, stream);
  }

  /** Returns a copy with other sampling parameters. */
  public ModelRequest withSampling(Sampling newSampling) {
    return new ModelRequest(model, rules, messages, output, tools, newSampling, stream);
  }

  /** Returns a copy whose response is streamed, or is not. */
  public ModelRequest withStream(boolean newStream) {
    return newStream == stream
        ? this
        : new ModelRequest(model, rules, messages, output, tools, sampling, newStream);
  }

  @Override
  public String toString() {
    return "ModelRequest["
        + model
        + ", messages="
        + messages.size()
        + ", output="
        + output
        + ", tools="
        + tools.stream().map(ToolSpec::name).toList()
        + ", stream="
        + stream
        + "]";
  }
}
