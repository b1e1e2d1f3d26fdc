package org.atomicagents.internal.stream;

import java.util.Map;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.schema.PartialSnapshot;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The final output of a stream, reconciled with the partial output.
 *
 * @param output the final output
 * @param parts the output for iterators over its parts: the partial output, if the final one
 *     differs only by changes of constructors
 * @param isNewDraft whether the final output does not continue the partial output
 */
record FinalSnapshot<O>(Snapshot<O> output, Snapshot<O> parts, boolean isNewDraft) {

  /** Reconciles the final output; calls constructors and accessors of the output's types. */
  static <O> FinalSnapshot<O> of(Snapshot<O> received, O output, Schema<O> schema) {
    PartState state = received.state("$");
    String json = schema.encode(output);
    if (state == PartState.COMPLETE && received.json().equals(json)) {
      return new FinalSnapshot<>(received, received, false);
    }
    Snapshot<O> complete = CompiledSchema.of(schema).completeSnapshot(output);
    boolean continues = state == PartState.PENDING || continues(received, json, schema);
    return new FinalSnapshot<>(
        complete, continues && state == PartState.COMPLETE ? received : complete, !continues);
  }

  /** The state of the last part that was received, and of each part around it. */
  private enum Last {
    COMPLETE,
    OPEN,
    TEXT
  }

  // An accessor of a partial value may throw, and a number may be too long to be parsed again;
  // neither makes a valid output fail.
  private static <O> boolean continues(Snapshot<O> received, String json, Schema<O> schema) {
    try {
      O value = received.value();
      JsonNode built =
          value == null ? MissingNode.getInstance() : JsonTree.read(schema.encode(value));
      Last last =
          PartialSnapshot.of(received).endsInText()
              ? Last.TEXT
              : received.state("$") == PartState.COMPLETE ? Last.COMPLETE : Last.OPEN;
      return continues(JsonTree.read(received.json()), built, JsonTree.read(json), last);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Returns whether a part of the final output continues the part that was received.
   *
   * @param built the received part after constructors have changed it
   * @param last {@code COMPLETE} also for a part that is followed by others
   */
  private static boolean continues(JsonNode received, JsonNode built, JsonNode output, Last last) {
    boolean continues;
    if (received.isObject() && output.isObject()) {
      continues = fieldsContinue(received, built, output, last);
    } else if (received.isArray() && output.isArray()) {
      continues = itemsContinue(received, built, output, last);
    } else if (last == Last.TEXT && received.isString() && output.isString()) {
      continues = output.stringValue().startsWith(received.stringValue());
    } else {
      continues = received.equals(output);
    }
    return continues || (!output.isMissingNode() && built.equals(output));
  }

  // The final output also contains the properties that the model omitted, with their defaults.
  private static boolean fieldsContinue(
      JsonNode received, JsonNode built, JsonNode output, Last last) {
    int remaining = received.size();
    for (Map.Entry<String, JsonNode> field : received.properties()) {
      remaining--;
      String name = field.getKey();
      Last ofField = remaining == 0 ? last : Last.COMPLETE;
      if (!continues(field.getValue(), built.path(name), output.path(name), ofField)) {
        return false;
      }
    }
    return true;
  }

  private static boolean itemsContinue(
      JsonNode received, JsonNode built, JsonNode output, Last last) {
    int count = received.size();
    if (last == Last.COMPLETE ? count != output.size() : count > output.size()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      Last ofItem = i == count - 1 ? last : Last.COMPLETE;
      if (!continues(received.get(i), built.path(i), output.get(i), ofItem)) {
        return false;
      }
    }
    return true;
  }
}
