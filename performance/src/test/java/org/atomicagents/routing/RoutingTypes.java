package org.atomicagents.routing;

import jakarta.validation.constraints.Max;
import java.util.List;
import org.atomicagents.message.Usage;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedResponse;

/** The types and responses of the tests of this package. */
final class RoutingTypes {
  static final Question QUESTION = new Question("Why is the sky blue?");

  private RoutingTypes() {}

  @Description("A question")
  record Question(@Description("The text") String text) {}

  @Description("An answer to a question")
  record Answer(
      @Description("The text") String text,
      @Description("The sources") List<String> sources,
      @Description("The confidence from 0 to 1") @Max(1) double confidence) {}

  static Answer answer(String text, double confidence) {
    return new Answer(text, List.of("book"), confidence);
  }

  static String json(Answer answer) {
    String sources =
        answer.sources().isEmpty() ? "[]" : "[\"" + String.join("\",\"", answer.sources()) + "\"]";
    return "{\"text\":\"%s\",\"sources\":%s,\"confidence\":%s}"
        .formatted(answer.text(), sources, answer.confidence());
  }

  static String json(String text, double confidence) {
    return json(answer(text, confidence));
  }

  /** Returns a response with an answer that used 10 input tokens and 5 output tokens. */
  static ScriptedResponse response(String text, double confidence) {
    return ScriptedResponse.text(json(text, confidence)).withUsage(Usage.of(10, 5));
  }
}
