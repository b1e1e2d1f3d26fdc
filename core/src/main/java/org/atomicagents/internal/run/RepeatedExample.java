package org.atomicagents.internal.run;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.Violation;
import org.atomicagents.model.OutputFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds values that contain words of the example in the prompt, instead of words of the input. */
final class RepeatedExample {
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]++");

  private final Set<String> words;

  private RepeatedExample(Set<String> words) {
    this.words = words;
  }

  /**
   * Returns the violation of the first such value; empty if there is none.
   *
   * @param given texts of the request; words that they contain are not checked
   */
  static List<Violation> find(String json, List<String> given, OutputFormat format) {
    Set<String> words =
        format.demonstratedWords().stream()
            .map(RepeatedExample::lowerCase)
            .filter(word -> lowerCase(json).contains(word))
            .filter(word -> given.stream().noneMatch(text -> lowerCase(text).contains(word)))
            .collect(Collectors.toSet());
    Violation first =
        words.isEmpty() ? null : new RepeatedExample(words).find(JsonTree.read(json), "$");
    return first == null ? List.of() : List.of(first);
  }

  private @Nullable Violation find(JsonNode value, String path) {
    if (value.isString() && isRepeated(value.stringValue())) {
      return violation(path);
    }
    for (int i = 0; i < (value.isArray() ? value.size() : 0); i++) {
      Violation found = find(value.path(i), path + "[" + i + "]");
      if (found != null) {
        return found;
      }
    }
    for (var property : value.properties()) {
      String nested = path + "." + property.getKey();
      Violation found =
          isRepeated(property.getKey()) ? violation(nested) : find(property.getValue(), nested);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private boolean isRepeated(String text) {
    return NO_LETTERS.splitAsStream(lowerCase(text)).anyMatch(words::contains);
  }

  private static Violation violation(String path) {
    return new Violation(path, "a value of the input", "a value of the example in the prompt");
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
