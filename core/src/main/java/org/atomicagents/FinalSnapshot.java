package org.atomicagents;

import java.util.Map;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What an answer came to, beside what was seen while it was written.
 *
 * @param whole the output
 * @param parts its parts for those who read on in them: where it is only a constructor that made
 *     something else of them, they are what they were
 * @param isNewDraft whether what was seen turns out to be no part of it
 */
record FinalSnapshot<O>(Snapshot<O> whole, Snapshot<O> parts, boolean isNewDraft) {

  /** Calls constructors and accessors of the output's types. */
  static <O> FinalSnapshot<O> of(Snapshot<O> seen, O output, Schema<O> schema) {
    PartState state = seen.state("$");
    String json = schema.encode(output);
    if (state == PartState.COMPLETE && seen.json().equals(json)) {
      return new FinalSnapshot<>(seen, seen, false);
    }
    Snapshot<O> whole = schema.snapshotOf(output);
    boolean goesOn = state == PartState.PENDING || goesOn(seen, json, schema);
    return new FinalSnapshot<>(whole, goesOn && state == PartState.COMPLETE ? seen : whole, !goesOn);
  }

  /** What the last of its parts is, and of each part that it is in. */
  private enum Last {
    WHOLE,
    OPEN,
    TEXT
  }

  // What a partial value's accessors throw, or a number that is too long to be read again, is no
  // failure of an answer that is valid.
  private static <O> boolean goesOn(Snapshot<O> seen, String json, Schema<O> schema) {
    try {
      O value = seen.value();
      JsonNode made =
          value == null ? MissingNode.getInstance() : JsonTree.read(schema.encode(value));
      Last last =
          seen.endsInText()
              ? Last.TEXT
              : seen.state("$") == PartState.COMPLETE ? Last.WHOLE : Last.OPEN;
      return goesOn(JsonTree.read(seen.json()), made, JsonTree.read(json), last);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Whether a part goes on with what was seen of it.
   *
   * @param made what constructors made of what was seen
   * @param last {@code WHOLE} for what has parts behind it, too
   */
  private static boolean goesOn(JsonNode seen, JsonNode made, JsonNode now, Last last) {
    boolean goesOn;
    if (seen.isObject() && now.isObject()) {
      goesOn = fieldsGoOn(seen, made, now, last);
    } else if (seen.isArray() && now.isArray()) {
      goesOn = itemsGoOn(seen, made, now, last);
    } else if (last == Last.TEXT && seen.isString() && now.isString()) {
      goesOn = now.stringValue().startsWith(seen.stringValue());
    } else {
      goesOn = seen.equals(now);
    }
    return goesOn || (!now.isMissingNode() && made.equals(now));
  }

  // What was left out stands in the output with its default.
  private static boolean fieldsGoOn(JsonNode seen, JsonNode made, JsonNode now, Last last) {
    int left = seen.size();
    for (Map.Entry<String, JsonNode> each : seen.properties()) {
      left--;
      String name = each.getKey();
      Last ofField = left == 0 ? last : Last.WHOLE;
      if (!goesOn(each.getValue(), made.path(name), now.path(name), ofField)) {
        return false;
      }
    }
    return true;
  }

  private static boolean itemsGoOn(JsonNode seen, JsonNode made, JsonNode now, Last last) {
    int count = seen.size();
    if (last == Last.WHOLE ? count != now.size() : count > now.size()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      Last ofItem = i == count - 1 ? last : Last.WHOLE;
      if (!goesOn(seen.get(i), made.path(i), now.get(i), ofItem)) {
        return false;
      }
    }
    return true;
  }
}
