package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

class RepeatedChunkTest {
  private static final String BEFORE = "{\"choices\":[{\"delta\":{\"content\":";
  private static final String BEHIND = ",\"role\":\"assistant\"},\"finish_reason\":null}]}";

  // What stands around the texts of real streams, and what would be lost if it were taken for it.
  private static final List<String> SHAPES =
      List.of(
          BEFORE + "TEXT" + BEHIND,
          "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":TEXT}}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT,\"refusal\":\"no\"}}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT,\"reasoning\":\"so\"}}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT,\"reasoning_details\":[{\"a\":1}]}}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT,\"citations\":[1]}}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT,\"content\":\"twice\"}}]}",
          "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":TEXT}]}}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT}}],\"usage\":{\"completion_tokens\":1}}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT},\"finish_reason\":\"stop\"}]}",
          "{\"choices\":[{\"delta\":{\"content\":TEXT}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}",
          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":TEXT}}]}}]}",
          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":TEXT}}]}}]}",
          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":TEXT}}]}}]}",
          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":TEXT}},{\"index\":2,\"id\":\"z\",\"function\":{\"name\":\"g\"}}]}}]}",
          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":TEXT},\"extra_content\":{\"s\":1}}]}}]}",
          "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":TEXT}}}]}",
          "{\"choices\":[],\"x_groq\":{\"error\":TEXT}}");

  private final RepeatedChunk repeated = new RepeatedChunk();
  private final List<String> taken = new ArrayList<>();

  @Test
  void findsTheTextOfAChunkLikeTheOneBefore() {
    learn("\"a\"");

    assertThat(text("\"The \\\"quick\\\" one\\n\"")).isEqualTo("The \"quick\" one\n");
    assertThat(text("\"\"")).isEmpty();
    assertThat(text("\"Grüße, 世界 😀\"")).isEqualTo("Grüße, 世界 😀");
    assertThat(text("\"\\\\\"")).isEqualTo("\\");
  }

  @Test
  void knowsNoneBeforeTheFirst() {
    assertThat(text("\"a\"")).isNull();
    assertThat(repeated.take(new byte[0], 0)).isFalse();
  }

  @Test
  void leavesToTheParserWhatIsOtherwise() {
    learn("\"a\"");

    assertThat(text("null")).isNull();
    assertThat(text("\"a\",\"refusal\":\"b\"")).isNull();
    assertThat(text("\"\\u00e9\"")).isNull();
    assertThat(text("\"\\x\"")).isNull();
    assertThat(text("\"a\tb\"")).isNull();
    assertThat(text("\"a\\\"")).isNull();
    byte[] shorter = bytes(BEFORE + "\"a\"}");
    assertThat(repeated.take(shorter, shorter.length)).isFalse();
    byte[] torn = bytes(BEFORE + "\"é\"" + BEHIND);
    torn[BEFORE.length() + 2] = 'x';
    assertThat(repeated.take(torn, torn.length)).isFalse();
  }

  @Test
  void bringsWhatAParserWouldHaveBrought() {
    long seed = Long.getLong("atomic.seed", new Random().nextInt(Integer.MAX_VALUE));
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      AnswerReader quick = reader();
      AnswerReader parsing = reader();
      for (int chunk = 0; chunk < 3; chunk++) {
        String shape = SHAPES.get(random.nextInt(SHAPES.size()));
        for (int repeat = 0; repeat < 3; repeat++) {
          byte[] bytes = bytes(shape.replace("TEXT", string(random)));
          String how = "seed %d: %s".formatted(seed, new String(bytes, StandardCharsets.UTF_8));
          boolean isJson = isParsed(parsing, bytes);
          assertThat(isTaken(quick, bytes)).as(how).isEqualTo(isJson);
          assertThat(quick.events()).as(how).containsExactlyElementsOf(parsing.events());
          assertThat(quick.error()).as(how).isEqualTo(parsing.error());
          if (!isJson) {
            // A stream ends with that; what had been read of the chunk is as the parser left it.
            quick = reader();
            parsing = reader();
          }
        }
      }
      quick.end();
      parsing.end();
      List<ModelEvent> expected = List.copyOf(parsing.events());
      assertThat(quick.events()).as("seed %d", seed).containsExactlyElementsOf(expected);
    }
  }

  private static String string(Random random) {
    String letters = "ab\"\\\\nu0é😀\t ,:{}";
    var inside = new StringBuilder("\"");
    for (int length = random.nextInt(6); length > 0; length--) {
      inside.append(letters.charAt(random.nextInt(random.nextInt(letters.length()) + 1)));
    }
    return inside.append('"').toString();
  }

  private static AnswerReader reader() {
    return new AnswerReader("any", "asked", Map.of());
  }

  private static boolean isTaken(AnswerReader reader, byte[] chunk) {
    try {
      reader.read(chunk, chunk.length);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean isParsed(AnswerReader reader, byte[] chunk) {
    try (JsonParser json = Json.parser(chunk, chunk.length)) {
      reader.read(json);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void learn(String text) {
    byte[] bytes = bytes(BEFORE + text + BEHIND);
    repeated.begin();
    try (JsonParser json = Json.parser(bytes, bytes.length)) {
      while (!"content".equals(json.nextName())) {
        // Up to the text.
      }
      json.nextToken();
      repeated.hasText(json, taken::add);
    }
    repeated.end(bytes, bytes.length);
  }

  private @Nullable String text(String text) {
    byte[] bytes = bytes(BEFORE + text + BEHIND);
    return repeated.take(bytes, bytes.length) ? taken.getLast() : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
