package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;

/**
 * Builds the requests that follow an invalid response, in the form in which the model responded.
 *
 * <p>Every re-ask is the run's first request plus the latest response and its violations, so that
 * requests do not grow with the number of attempts. Immutable.
 */
record ReAskRequests<O>(RunPlan<O> plan) {

  /** Returns the request of the next attempt after an invalid response. */
  AttemptRequest<O> next(
      AttemptRequest<O> sent, ResponseAccumulator response, ValidationResult<O> result) {
    // A response that contains only parts must not be sent back as if it were complete.
    InvalidPartsRequest<O> sentParts = sent.parts();
    ResponseAccumulator complete = sentParts == null ? response : sentParts.response();
    ValidationResult<O> completeResult =
        sentParts != null && result.form() == ResponseForm.PARTS ? sentParts.result() : result;
    OutputFormat format = nextFormat(sent.complete(), response, result);
    InvalidPartsRequest<O> parts =
        sent.mayAskForParts()
            ? InvalidPartsRequest.of(plan, format, complete, completeResult)
            : null;
    boolean isHidden =
        result.form() == ResponseForm.UNUSABLE || !format.prompt().reAskShowsResponse();
    Sampling sampling = sent.request().sampling();
    ModelRequest request =
        parts != null
            ? partsRequest(parts)
            : isHidden
                ? hiddenRequest(completeResult, sampling)
                : completeRequest(format, complete, completeResult);
    return new AttemptRequest<>(
        request
            .withOutput(parts == null ? format : parts.format())
            .withSampling(isHidden ? withNextSeed(sampling) : sampling)
            .withStream(sent.request().stream()),
        format,
        parts,
        sent.mayAskForParts() && parts == null);
  }

  /** Returns the format in the next mode if the server ignored a forced call, else the same. */
  private static OutputFormat nextFormat(
      OutputFormat sent, ResponseAccumulator response, ValidationResult<?> result) {
    boolean isIgnored =
        response.mode() == ResponseMode.TOOL_CALL
            && sent.mode() == ResponseMode.TOOL_CALL
            && result.form() == ResponseForm.NO_CALL
            && !response.hasCalls();
    OutputFormat next = isIgnored ? sent.nextMode() : null;
    return next == null ? sent : next;
  }

  private ModelRequest partsRequest(InvalidPartsRequest<O> parts) {
    String json = parts.json();
    List<Content> content =
        parts.response().toolCalls().stream()
            .<Content>map(call -> new Content.ToolCall(call.id(), parts.name(), json))
            .limit(1)
            .toList();
    var response =
        new Message(Role.ASSISTANT, content.isEmpty() ? List.of(new Content.Text(json)) : content);
    return plan.request().plusMessages(exchange(response, parts.instructions()));
  }

  private ModelRequest completeRequest(
      OutputFormat format, ResponseAccumulator response, ValidationResult<O> result) {
    boolean isNoCall = result.form() == ResponseForm.NO_CALL;
    boolean isCall = isNoCall && format.mode() == ResponseMode.TOOL_CALL;
    List<Violation> violations =
        isNoCall && !isCall ? withoutCall(result.violations()) : result.violations();
    String instructions =
        "Your response is invalid:\n"
            + Violation.lines(violations)
            + (isCall
                ? callInstructions(format, response, violations)
                : "\nReturn the complete JSON again with these errors fixed.");
    return plan.request().plusMessages(exchange(message(response, result), instructions));
  }

  /** Returns the violations of a request in a mode without calls. */
  private static List<Violation> withoutCall(List<Violation> violations) {
    Violation call = violations.getFirst();
    return violations.size() > 1
        ? violations.subList(1, violations.size())
        : List.of(new Violation(call.path(), "one JSON object", call.found()));
  }

  /** Returns the instructions for a call, with the schema if the model seems not to know it. */
  private static String callInstructions(
      OutputFormat format, ResponseAccumulator response, List<Violation> violations) {
    String call =
        "\nCall the function '"
            + format.name()
            + "' exactly once, with the complete output as its arguments";
    // Text with parts of the output, and a call of another function, show that it was received.
    boolean isKnown = response.hasCalls() || format.isPrompted() || violations.size() > 1;
    return isKnown ? call + "." : call + ", which match this JSON Schema:\n" + format.schema();
  }

  /** Returns the first request again, without the invalid response. */
  private ModelRequest hiddenRequest(ValidationResult<O> result, Sampling sampling) {
    if (result.form() == ResponseForm.UNUSABLE) {
      return withAdvice(UnusableText.advice(result.violations().getFirst()));
    }
    // At temperature 0, the same request has the same response.
    boolean isRandom = sampling.temperature() == null || sampling.temperature() > 0;
    return isRandom
        ? plan.request()
        : withAdvice("An earlier response was invalid:\n" + Violation.lines(result.violations()));
  }

  private ModelRequest withAdvice(String advice) {
    var messages = new ArrayList<>(plan.request().messages());
    Message last = messages.getLast();
    if (last.role() == Role.USER) {
      var parts = new ArrayList<>(messages.removeLast().parts());
      parts.add(new Content.Text("\n\n" + advice));
      messages.add(new Message(Role.USER, parts));
    } else {
      messages.add(Message.user(advice));
    }
    return plan.request().withMessages(messages);
  }

  /** Returns sampling parameters with the next seed, if there is one: another random response. */
  static Sampling withNextSeed(Sampling sampling) {
    Long seed = sampling.seed();
    return seed == null ? sampling : sampling.withSeed(seed + 1);
  }

  /** Returns the response as the model wrote it, or with the JSON that was merged from parts. */
  private Message message(ResponseAccumulator response, ValidationResult<O> result) {
    String function = plan.format().name();
    boolean isMerged = !result.json().equals(response.json(function));
    var parts = new ArrayList<>(response.opaque());
    if (!response.text().isEmpty()) {
      boolean isJson = isMerged && response.countCalls(function) == 0;
      parts.add(new Content.Text(isJson ? result.json() : response.text()));
    }
    for (Content.ToolCall call : response.toolCalls()) {
      boolean isJson = isMerged && call.name().equals(function);
      parts.add(isJson ? new Content.ToolCall(call.id(), function, result.json()) : call);
    }
    return new Message(Role.ASSISTANT, parts);
  }

  /** Returns a response and the instructions, as the result of its calls or as a message. */
  private static List<Message> exchange(Message response, String instructions) {
    var messages = new ArrayList<Message>();
    messages.add(response);
    for (Content part : response.parts()) {
      if (part instanceof Content.ToolCall call) {
        messages.add(Message.toolResult(call.id(), call.name(), instructions));
      }
    }
    if (messages.size() == 1) {
      messages.add(Message.user(instructions));
    }
    return messages;
  }
}
