package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * All that a provider is asked: data only, equal if the question is equal.
 *
 * <p>Immutable. What belongs to the run and not to the question (deadline, listeners) travels
 * beside it in a {@link RunContext}. {@code toString()} returns sizes instead of texts, so that a
 * logged request reveals nothing of a conversation.
 *
 * @param output the shape of the answer, or null for free text
 * @param tools what the model may call besides
 * @param stream whether the answer comes piece by piece
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

  /** A request for free text with everything else as usual. */
  public static ModelRequest of(String model, List<Message> messages) {
    return new ModelRequest(
        model, ParameterRules.STANDARD, messages, null, List.of(), Sampling.defaults(), false);
  }

  /** The same question to another model. */
  public ModelRequest withModel(Model other) {
    return new ModelRequest(other.name(), other.rules(), messages, output, tools, sampling, stream);
  }

  /** The same question with other messages. */
  public ModelRequest withMessages(List<Message> newMessages) {
    return new ModelRequest(model, rules, newMessages, output, tools, sampling, stream);
  }

  /** The same question, continued by {@code more}. */
  public ModelRequest plusMessages(List<Message> more) {
    var all = new ArrayList<Message>(messages.size() + more.size());
    all.addAll(messages);
    all.addAll(more);
    return withMessages(all);
  }

  /** The same question with an answer of this shape. */
  public ModelRequest withOutput(@Nullable OutputFormat newOutput) {
    return new ModelRequest(model, rules, messages, newOutput, tools, sampling, stream);
  }

  /** The same question with these tools. */
  public ModelRequest withTools(List<ToolSpec> newTools) {
    return new ModelRequest(model, rules, messages, output, newTools, sampling, stream);
  }

  /** The same question, drawn in another way. */
  public ModelRequest withSampling(Sampling newSampling) {
    return new ModelRequest(model, rules, messages, output, tools, newSampling, stream);
  }

  /** The same question, answered piece by piece or whole. */
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
