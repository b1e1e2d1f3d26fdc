package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the valid texts of the JSONTestSuite, read as any JSON and split everywhere. */
class JsonTestSuiteTest {
  // Duplicate keys are refused by this library, since the intended value is unknown.
  private static final Set<String> WITH_DUPLICATE_KEYS =
      Set.of("object_duplicated_key", "object_duplicated_key_and_value");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Schema<JsonNode> ANY =
      Schema.of(
          """
          {"title":"Any","description":"Any JSON","type":"object","properties":{"value":{}},
           "required":["value"],"additionalProperties":false}\
          """);
  private static final Schema<JsonNode> OBJECT =
      Schema.of("{\"title\":\"Any\",\"description\":\"Any object\",\"type\":\"object\"}");

  record Entry(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Entry> texts() throws Exception {
    try (InputStream in = JsonTestSuiteTest.class.getResourceAsStream("json-test-suite.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .map(parts -> new Entry(parts[0], MAPPER.readTree(parts[1]).stringValue()))
          .filter(entry -> !WITH_DUPLICATE_KEYS.contains(entry.name()));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsEveryTextLikeJacksonForEverySplit(Entry entry) {
    requireAllCuts(ANY, "{\"value\":" + entry.text() + "}");
    if (entry.text().startsWith("{")) {
      requireAllCuts(OBJECT, entry.text());
    }
  }

  private static void requireAllCuts(Schema<JsonNode> schema, String text) {
    var random = new SeededRandom(1);
    for (Strictness strictness : Strictness.values()) {
      TextSplits.of(text, random)
          .forEach(chunks -> {
            Snapshot<JsonNode> last =
                new PartialConsistencyCheck<>(schema, strictness).read(chunks);
            assertThat(last.state("$")).isEqualTo(PartState.COMPLETE);
            assertThat(last.value()).isEqualTo(MAPPER.readTree(text));
          });
    }
  }
}
