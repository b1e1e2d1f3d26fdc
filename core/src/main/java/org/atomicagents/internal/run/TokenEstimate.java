package org.atomicagents.internal.run;

import java.util.List;
import java.util.OptionalInt;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.model.ToolSpec;

/** Estimates the tokens of a request by its parts; the tokens of each message are counted once. */
public final class TokenEstimate {
  private TokenEstimate() {}

  /** Returns the estimated tokens of a run's first request. */
  public static TokenCount of(RunPlan<?> plan) {
    return of(
        plan.config().tokenCounter(),
        plan.format(),
        plan.request().messages(),
        plan.request().tools(),
        plan.entries(),
        plan.config().model().contextWindow());
  }

  /**
   * Returns the estimated tokens of a request.
   *
   * @param messages the messages of the request
   * @param entries the entries of these messages, whose counts are cached
   */
  static TokenCount of(
      TokenCounter counter,
      OutputFormat output,
      List<Message> messages,
      List<ToolSpec> tools,
      List<ChatEntry> entries,
      OptionalInt window) {
    int history = counter.requestTokens();
    for (ChatEntry entry : entries) {
      history += entry.tokens(counter);
    }
    List<Message> sent = output.instruct(messages);
    int schema = output.mode().isPrompted() ? 0 : schema(output, counter);
    // The schema may be part of the last message instead of the system message.
    if (!messages.isEmpty() && !sent.getLast().equals(messages.getLast())) {
      schema += counter.count(sent.getLast()) - counter.count(messages.getLast());
    }
    schema += output.isDemonstrated() ? demonstration(sent, counter) : 0;
    schema += tools(tools, counter);
    int system = system(sent, counter);
    return new TokenCount(system, history, schema, window);
  }

  /** Returns the tokens of the example, which is a request and its response. */
  private static int demonstration(List<Message> sent, TokenCounter counter) {
    int start = sent.getFirst().role() == Role.SYSTEM ? 1 : 0;
    return sent.subList(start, start + 2).stream().mapToInt(counter::count).sum();
  }

  private static int schema(OutputFormat output, TokenCounter counter) {
    return counter.count(output.name())
        + counter.count(output.description())
        + counter.countSchema(output.effectiveSchema());
  }

  private static int tools(List<ToolSpec> tools, TokenCounter counter) {
    int tokens = 0;
    for (ToolSpec tool : tools) {
      tokens +=
          counter.count(tool.name())
              + counter.count(tool.description())
              + counter.countSchema(tool.schema());
    }
    return tokens;
  }

  private static int system(List<Message> messages, TokenCounter counter) {
    return !messages.isEmpty() && messages.getFirst().role() == Role.SYSTEM
        ? counter.count(messages.getFirst())
        : 0;
  }
}
