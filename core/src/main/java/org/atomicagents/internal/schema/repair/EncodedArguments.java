package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of function calls that are JSON in a string, as in {@code {"name": "Ticket",
 * "arguments": "{\"title\": \"a\"}"}}.
 *
 * @param text the text with these arguments as objects
 * @param repairs a repair for each of them
 */
record EncodedArguments(String text, List<Repair> repairs) {
  // Further calls could not be the output of one response.
  private static final int MAX_CALLS = 100;

  /** Returns the text of candidates with decoded arguments; null if no call has such arguments. */
  static @Nullable EncodedArguments decodeIn(List<JsonCandidate> candidates, String text) {
    var found = new ArrayList<StringValue>();
    candidates.forEach(candidate -> collect(candidate.value(), found));
    if (found.isEmpty()) {
      return null;
    }
    found.sort(Comparator.comparingInt(StringValue::start));
    var decoded = new StringBuilder(text.length());
    var repairs = new ArrayList<Repair>();
    int position = 0;
    for (StringValue string : found) {
      decoded.append(text, position, string.start()).append(string.value());
      position = string.end();
      repairs.add(
          new Repair(
              "$",
              Repair.Kind.QUOTES,
              ValueDescription.truncate(text.substring(string.start(), string.end())),
              ValueDescription.truncate(string.value())));
    }
    return new EncodedArguments(decoded.append(text.substring(position)).toString(), repairs);
  }

  private static void collect(LenientValue value, List<StringValue> found) {
    if (found.size() >= MAX_CALLS || value.ambiguity() != null) {
      return;
    }
    switch (value) {
      case ObjectValue object -> {
        InlineToolCall call = InlineToolCall.findIn(object);
        if (call != null && call.arguments() instanceof StringValue string && isObject(string)) {
          found.add(string);
        } else {
          object.properties().forEach(property -> collect(property.value(), found));
        }
      }
      case ArrayValue array -> array.elements().forEach(element -> collect(element, found));
      default -> {}
    }
  }

  private static boolean isObject(StringValue string) {
    String content = string.value().strip();
    return string.isClosed()
        && string.ambiguity() == null
        && content.startsWith("{")
        && content.endsWith("}");
  }
}
