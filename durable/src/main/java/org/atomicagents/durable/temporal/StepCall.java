package org.atomicagents.durable.temporal;

import java.io.StringWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.atomicagents.durable.StepInput;
import org.atomicagents.durable.StepName;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.store.JsonObjectReader;
import tools.jackson.core.JsonGenerator;

/**
 * The first argument of an activity, as JSON: the step, and the call to run.
 *
 * @param target the identity of the client of a request; the name of a tool
 * @param caller the name of the agent; the id of the call of a tool
 * @param retry how long the worker may wait for a provider that fails
 * @param maxPayloadBytes the maximum size of the record
 */
record StepCall(
    StepName name,
    StepInput input,
    String target,
    String caller,
    StepRetry retry,
    int maxPayloadBytes) {
  private static final int VERSION = 1;

  String toJson() {
    var text = new StringWriter();
    try (JsonGenerator json = JsonIo.generator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", VERSION);
      json.writeStringProperty("base", name.base());
      json.writeStringProperty("tag", name.tag());
      json.writeNumberProperty("ordinal", name.ordinal());
      json.writeNumberProperty("attempt", name.attempt());
      json.writeStringProperty("target", target);
      json.writeStringProperty("caller", caller);
      json.writeStringProperty("firstWait", retry.firstWait().toString());
      json.writeStringProperty("longestWait", retry.longestWait().toString());
      json.writeStringProperty("totalWait", retry.total().toString());
      json.writeNumberProperty("maxPayloadBytes", maxPayloadBytes);
      json.writeArrayPropertyStart("input");
      input.parts().forEach((part, value) -> writePart(json, part, value));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void writePart(JsonGenerator json, String part, String value) {
    json.writeStartObject();
    json.writeStringProperty("part", part);
    json.writeStringProperty("value", value);
    json.writeEndObject();
  }

  /**
   * Returns the call of {@link #toJson}.
   *
   * @throws IllegalArgumentException if the text is none, or one of a later release
   */
  static StepCall of(String text) {
    try {
      return read(JsonObjectReader.of(text));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
      throw new IllegalArgumentException("Step of a workflow: " + e.getMessage(), e);
    }
  }

  private static StepCall read(JsonObjectReader json) {
    if (json.count("version") != VERSION) {
      throw new IllegalArgumentException(
          "expected version %d, found %d.\nUpdate the workers of activities before those of workflows."
              .formatted(VERSION, json.count("version")));
    }
    var name =
        new StepName(
            json.text("base"),
            json.text("tag"),
            Math.toIntExact(json.count("ordinal")),
            Math.toIntExact(json.count("attempt")));
    var retry =
        new StepRetry(
            Duration.parse(json.text("firstWait")),
            Duration.parse(json.text("longestWait")),
            Duration.parse(json.text("totalWait")));
    StepInput input = StepInput.none();
    for (JsonObjectReader part : json.objects("input")) {
      input = input.with(part.text("part"), part.text("value"));
    }
    return new StepCall(
        name,
        input,
        json.text("target"),
        json.text("caller"),
        retry,
        Math.toIntExact(json.count("maxPayloadBytes")));
  }

  /** Returns the input of a step with its name, so that a replay in another order is detected. */
  static StepInput named(StepName name, StepInput input) {
    StepInput named = StepInput.none().with("step", name.toString());
    for (Map.Entry<String, String> part : input.parts().entrySet()) {
      named = named.with(part.getKey(), part.getValue());
    }
    return named;
  }
}
