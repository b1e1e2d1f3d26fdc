package org.atomicagents.model;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;

/**
 * An interceptor that lets a model reason in free text before it responds in the requested format.
 *
 * {@snippet :
 * Model reasoning = model.with(ReasonFirst.ofDefaults());
 * var agent = AtomicAgent.of(Question.class, Answer.class, reasoning);
 * }
 *
 * <p>Each request becomes two: the first without a format, the second with the reasoning as a
 * message of the model. A format restricts the text of a model, and its thoughts with it. The
 * reasoning is part of neither the output nor the conversation. Both requests count against the
 * limits of the run. Not suitable for reasoning models, nor for models of less than about a billion
 * parameters, whose outputs it makes worse.
 *
 * <p>Immutable and thread-safe.
 */
public final class ReasonFirst implements Interceptor {
  private static final ReasonFirst DEFAULTS =
      new ReasonFirst(
          "Think about this step by step, and write down your reasoning as plain text.",
          "Now give the final answer.");

  private final String reasonInstruction;
  private final String answerInstruction;

  private ReasonFirst(String reasonInstruction, String answerInstruction) {
    this.reasonInstruction = Objects.requireNonNull(reasonInstruction, "reasonInstruction");
    this.answerInstruction = Objects.requireNonNull(answerInstruction, "answerInstruction");
  }

  /** Returns an interceptor with instructions in English. */
  public static ReasonFirst ofDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns an interceptor with instructions.
   *
   * @param reasonInstruction the last message of the first request
   * @param answerInstruction the last message of the second request
   */
  public static ReasonFirst of(String reasonInstruction, String answerInstruction) {
    return new ReasonFirst(reasonInstruction, answerInstruction);
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    if (request.output() == null) {
      return chain.proceed(request, context);
    }
    String reasoning = reasoning(request, context, chain);
    return chain.proceed(
        reasoning.isBlank()
            ? request
            : request.plusMessages(
                List.of(Message.assistant(reasoning), Message.user(answerInstruction))),
        context);
  }

  private String reasoning(ModelRequest request, RunContext context, Chain chain) {
    ModelRequest free =
        request
            .withOutput(null)
            .withTools(List.of())
            .withStream(false)
            .withMessages(instructed(request.messages()));
    var text = new StringBuilder();
    ModelExchange exchange = chain.proceed(free, context);
    Runnable uncancel = context.onCancel(exchange::close);
    try {
      Iterator<ModelEvent> events = exchange.iterator();
      while (events.hasNext()) {
        if (events.next() instanceof ModelEvent.TextDelta delta) {
          text.append(delta.text());
        }
      }
    } finally {
      uncancel.run();
      exchange.close();
    }
    return text.toString();
  }

  /** Returns the messages with the instruction in the last user message, or as a new one. */
  private List<Message> instructed(List<Message> messages) {
    return !messages.isEmpty() && messages.getLast().role() == Role.USER
        ? SchemaInstruction.addToLast(messages, reasonInstruction)
        : Stream.concat(messages.stream(), Stream.of(Message.user(reasonInstruction))).toList();
  }
}
