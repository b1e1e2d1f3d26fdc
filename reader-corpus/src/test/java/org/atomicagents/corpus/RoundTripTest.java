package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.corpus.ValueSampler.Drawn;
import org.atomicagents.corpus.mutation.WhitespaceStyle;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tests that decoding inverts encoding, and that Jackson reads the same values. */
class RoundTripTest {
  // Jackson needs annotations to distinguish the records of a sealed type.
  private static final Set<String> NOT_FOR_JACKSON =
      Set.of("Plan", "Action", "Pair<List<Action>, Page<Integer>>", "Payment");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final int VALUES_PER_TYPE = 200;

  static Stream<CorpusType<?>> samples() {
    return CorpusType.ALL.stream();
  }

  static Stream<CorpusType<?>> samplesForJackson() {
    return samples().filter(sample -> !NOT_FOR_JACKSON.contains(sample.name()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesEncodedValues(CorpusType<?> sample) {
    var random = new SeededRandom(TestSeeds.next("inverse"));

    for (int i = 0; i < VALUES_PER_TYPE; i++) {
      Object value = sample.values().apply(random).value();
      String json = sample.encode(value);
      ReadResult<?> strict = sample.read(json, Strictness.STRICT);
      ReadResult<?> lenient = sample.read(json, Strictness.LENIENT);

      assertThat(strict.value()).as(json).isEqualTo(value);
      assertThat(lenient.value()).as(json).isEqualTo(value);
      assertThat(lenient.repairs()).as(json).isEmpty();
      assertThat(lenient.json()).as(json).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsValidJsonWithAnyWhitespace(CorpusType<?> sample) {
    var random = new SeededRandom(TestSeeds.next("layout"));

    for (int i = 0; i < VALUES_PER_TYPE; i++) {
      Drawn drawn = sample.values().apply(random);
      for (WhitespaceStyle layout : WhitespaceStyle.values()) {
        String json = layout.write(drawn.piece().orElseThrow());
        assertThat(sample.read(json, Strictness.STRICT).value()).as(json).isEqualTo(drawn.value());
        assertThat(sample.read(json, Strictness.LENIENT).value()).as(json).isEqualTo(drawn.value());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samplesForJackson")
  void jacksonReadsTheSameValues(CorpusType<?> sample) {
    var random = new SeededRandom(TestSeeds.next("jackson"));

    for (int i = 0; i < VALUES_PER_TYPE; i++) {
      Object value = sample.values().apply(random).value();
      String json = sample.encode(value);
      JsonNode root = MAPPER.readTree(json);
      Type type = sample.schema().type();
      JavaType target = MAPPER.constructType(type);
      boolean isWrapped = !target.isRecordType();
      JsonNode content = isWrapped ? root.iterator().next() : root;

      assertThat(MAPPER.<Object>treeToValue(content, target)).as(json).isEqualTo(value);
    }
  }

  @Test
  void decodesEncodedValuesOfRandomSchemas() {
    var random = new SeededRandom(TestSeeds.next("run time"));

    for (int i = 0; i < 50; i++) {
      CorpusType<JsonNode> sample = CorpusType.random(random);
      Drawn drawn = sample.values().apply(random);
      String json = WhitespaceStyle.COMPACT.write(drawn.piece().orElseThrow());

      JsonNode written = MAPPER.readTree(json);
      assertThat(MAPPER.readTree(sample.encode(drawn.value()))).isEqualTo(written);
      assertThat(MAPPER.readTree(String.valueOf(drawn.value()))).isEqualTo(written);
    }
  }
}
