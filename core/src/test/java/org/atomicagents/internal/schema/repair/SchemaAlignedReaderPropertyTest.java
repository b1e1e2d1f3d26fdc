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
 * Corrupts valid JSON at random: a value that can still be read must equal the original.
 *
 * <p>The seed is fixed, so that builds are reproducible; {@code -Dseed} and {@code -Drounds} run
 * other and more cases.
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
  void losesNothingIfOneSyntaxCharacterIsMissing() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = randomDoc(2);
      String json = schema.encode(doc);
      int index = syntaxCharacter(json);

      assertSameIfValid(
          doc, json.substring(0, index) + json.substring(index + 1), FinishReason.STOP);
    }
  }

  @Test
  void losesNothingIfOneCharacterIsInsertedOrReplaced() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = randomDoc(2);
      String json = schema.encode(doc);
      int index = syntaxCharacter(json);
      String replacement =
          pick(List.of(",", ":", "\"", "'", "{", "}", "[", "]", " ", "“", "\n", "//", "\\"));

      if (json.charAt(index) != '"') {
        assertSameIfValid(
            doc, json.substring(0, index) + replacement + json.substring(index), FinishReason.STOP);
      }
      assertSameIfValid(
          doc,
          json.substring(0, index) + replacement + json.substring(index + 1),
          FinishReason.STOP);
    }
  }

  @Test
  void losesNothingIfTheTextIsTruncated() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = randomDoc(2);
      String json = schema.encode(doc);

      assertSameIfValid(doc, json.substring(0, random.nextInt(json.length())), FinishReason.OTHER);
    }
  }

  @Test
  void losesNothingIfAllSyntaxCharactersOfAKindAreReplaced() {
    for (int i = 0; i < ROUNDS; i++) {
      Doc doc = randomDoc(2);
      String json = schema.encode(doc);
      String corrupted = json;
      if (random.nextBoolean()) {
        corrupted = corrupted.replace("\\\"", "\"");
      }
      if (random.nextBoolean()) {
        corrupted = corrupted.replace("\\n", "\n");
      }
      if (random.nextBoolean()) {
        corrupted = corrupted.replaceAll("\"(title|note|tags|sku|count|lines)\":", "$1:");
      }
      if (!json.contains("\\\",")) {
        corrupted = corrupted.replace("\",\"", pick(List.of("\", \"", "\" \"", "\"\"", "\"\n\"")));
      }
      if (!json.contains("\\\"")) {
        corrupted = corrupted.replace("\"", "'");
      }

      assertSameUnlessStillValid(doc, corrupted);
    }
  }

  private void assertSameIfValid(Doc doc, String corrupted, FinishReason reason) {
    ReadResult<Doc> result =
        CompiledSchema.of(schema).decode(corrupted, Strictness.LENIENT, reason);
    if (result.isValid()) {
      assertThat(result.value())
          .as("seed %d: %s%n%s", seed, corrupted, result.repairs())
          .isEqualTo(doc);
    }
  }

  // An unescaped quote can yield other valid JSON of the type, which cannot be detected.
  private void assertSameUnlessStillValid(Doc doc, String corrupted) {
    if (!CompiledSchema.of(schema)
        .decode(corrupted, Strictness.STRICT, FinishReason.OTHER)
        .isValid()) {
      assertSameIfValid(doc, corrupted, FinishReason.OTHER);
    }
  }

  /** Returns the index of a random syntax character: a bracket, comma, colon or enclosing quote. */
  private int syntaxCharacter(String json) {
    var indexes = new ArrayList<Integer>();
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        i++;
      } else if (c == '"') {
        inString = !inString;
        indexes.add(i);
      } else if (!inString && "{}[]:,".indexOf(c) >= 0) {
        indexes.add(i);
      }
    }
    return pick(indexes);
  }

  private Doc randomDoc(int depth) {
    var more = new LinkedHashMap<String, String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      more.put(randomText(), randomText());
    }
    return new Doc(
        randomText(),
        random.nextBoolean() ? null : randomText(),
        randomTexts(),
        random.ints(random.nextInt(3)).mapToObj(count -> new Line(randomText(), count)).toList(),
        random.nextBoolean() ? Optional.empty() : Optional.of(new Line(randomText(), 1)),
        more,
        depth == 0 || random.nextBoolean() ? null : randomDoc(depth - 1));
  }

  private List<String> randomTexts() {
    return random.ints(random.nextInt(4)).mapToObj(ignored -> randomText()).toList();
  }

  private String randomText() {
    return pick(TEXTS);
  }

  private <T> T pick(List<T> choices) {
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
