package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Spoils valid JSON at random: what is read nevertheless must be what it was.
 *
 * <p>The same damage each time, so that a build says the same twice; {@code -Dseed} and {@code
 * -Drounds} look for more.
 */
class SchemaAlignedReaderPropertyTest {
  private static final int ROUNDS = Integer.getInteger("rounds", 3_000);
  private static final List<String> TEXTS =
      List.of(
          "a",
          "",
          "two words",
          "a, b",
          "say \"x\" now",
          "\"x\"",
          "it's",
          "{\"k\": \"v\"}",
          "[1, 2]",
          "5\" pipe",
          "x\", \"y",
          "1,234",
          "null",
          "true",
          "// no",
          "a: b",
          "C:\\new",
          "line\nend",
          "```",
          "</think>",
          "\",",
          "\"}",
          "ß 北京 😀",
          "…",
          "'",
          "”");

  private final long seed = Long.getLong("seed", 20_261_122L);
  private final Random random = new Random(seed);
  private final Schema<Doc> schema = Schema.of(Doc.class);

  @Test
  void losesNothingWhereOneMarkIsMissing() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = doc(2);
      String json = schema.encode(doc);
      int at = mark(json);

      requireSame(doc, json.substring(0, at) + json.substring(at + 1), FinishReason.STOP);
    }
  }

  @Test
  void losesNothingWhereOneMarkIsTooMuchOrAnother() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = doc(2);
      String json = schema.encode(doc);
      int at = mark(json);
      String other =
          one(List.of(",", ":", "\"", "'", "{", "}", "[", "]", " ", "“", "\n", "//", "\\"));

      if (json.charAt(at) != '"') {
        requireSame(doc, json.substring(0, at) + other + json.substring(at), FinishReason.STOP);
      }
      requireSame(doc, json.substring(0, at) + other + json.substring(at + 1), FinishReason.STOP);
    }
  }

  @Test
  void losesNothingWhereTheTextEndsEarly() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = doc(2);
      String json = schema.encode(doc);

      requireSame(doc, json.substring(0, random.nextInt(json.length())), FinishReason.OTHER);
    }
  }

  @Test
  void losesNothingWhereAllMarksOfAKindAreOthers() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = doc(2);
      String json = schema.encode(doc);
      String spoilt = json;
      if (random.nextBoolean()) {
        spoilt = spoilt.replace("\\\"", "\"");
      }
      if (random.nextBoolean()) {
        spoilt = spoilt.replace("\\n", "\n");
      }
      if (random.nextBoolean()) {
        spoilt = spoilt.replaceAll("\"(title|note|tags|sku|count|lines)\":", "$1:");
      }
      if (!json.contains("\\\",")) {
        spoilt = spoilt.replace("\",\"", one(List.of("\", \"", "\" \"", "\"\"", "\"\n\"")));
      }
      if (!json.contains("\\\"")) {
        spoilt = spoilt.replace("\"", "'");
      }

      requireSameUnlessValid(doc, spoilt);
    }
  }

  private void requireSame(Doc doc, String spoilt, FinishReason reason) {
    ReadResult<Doc> read = CompiledSchema.of(schema).decode(spoilt, Strictness.LENIENT, reason);
    if (read.isValid()) {
      assertThat(read.value()).as("seed %d: %s%n%s", seed, spoilt, read.repairs()).isEqualTo(doc);
    }
  }

  // An unescaped quote may make other JSON of the type, and valid: nobody can see that.
  private void requireSameUnlessValid(Doc doc, String spoilt) {
    if (!CompiledSchema.of(schema)
        .decode(spoilt, Strictness.STRICT, FinishReason.OTHER)
        .isValid()) {
      requireSame(doc, spoilt, FinishReason.OTHER);
    }
  }

  /** The place of a mark outside of texts, or of a quote around one. */
  private int mark(String json) {
    var marks = new ArrayList<Integer>();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        marks.add(i);
      } else if (!quoted && "{}[]:,".indexOf(c) >= 0) {
        marks.add(i);
      }
    }
    return one(marks);
  }

  private Doc doc(int depth) {
    var more = new LinkedHashMap<String, String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      more.put(text(), text());
    }
    return new Doc(
        text(),
        random.nextBoolean() ? null : text(),
        texts(),
        random.ints(random.nextInt(3)).mapToObj(count -> new Line(text(), count)).toList(),
        random.nextBoolean() ? Optional.empty() : Optional.of(new Line(text(), 1)),
        more,
        depth == 0 || random.nextBoolean() ? null : doc(depth - 1));
  }

  private List<String> texts() {
    return random.ints(random.nextInt(4)).mapToObj(ignored -> text()).toList();
  }

  private String text() {
    return one(TEXTS);
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Description("A line")
  record Line(String sku, int count) {}

  @Description("A document")
  record Doc(
      String title,
      @Nullable String note,
      List<String> tags,
      List<Line> lines,
      Optional<Line> best,
      Map<String, String> more,
      @Nullable Doc next) {}
}
