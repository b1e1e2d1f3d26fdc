package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.corpus.ValueSampler.Drawn;
import org.atomicagents.corpus.mutation.WhitespaceStyle;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests valid documents, split everywhere: partials only grow and end with the decoded value. */
class IncrementalReadingTest {
  private static final int DOCUMENTS_PER_TYPE = 1;
  private static final int RANDOM_TYPES = 6;

  static Stream<CorpusType<?>> samples() {
    return CorpusType.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void endsWithTheDecodedValueForEverySplit(CorpusType<?> sample) {
    var random = new SeededRandom(TestSeeds.usual("cuts of " + sample));

    for (int i = 0; i < DOCUMENTS_PER_TYPE; i++) {
      requireAllCuts(sample, random);
    }
  }

  @Test
  void readsRandomSchemas() {
    var random = new SeededRandom(TestSeeds.usual("cuts at run time"));

    for (int i = 0; i < RANDOM_TYPES; i++) {
      requireAllCuts(CorpusType.random(random), random);
    }
  }

  private static <T> void requireAllCuts(CorpusType<T> sample, SeededRandom random) {
    Drawn drawn = sample.values().apply(random);
    String text =
        random.oneOf(List.of(WhitespaceStyle.values())).write(drawn.piece().orElseThrow());
    T expected = sample.read(text, Strictness.STRICT).value();

    for (Strictness strictness : Strictness.values()) {
      TextSplits.of(text, random)
          .forEach(chunks -> requireRead(sample, strictness, chunks, expected));
    }
  }

  private static <T> void requireRead(
      CorpusType<T> sample, Strictness strictness, List<String> chunks, T expected) {
    Snapshot<T> last = new PartialConsistencyCheck<>(sample.schema(), strictness).read(chunks);

    assertThat(last.state("$")).as(() -> String.join("|", chunks)).isEqualTo(PartState.COMPLETE);
    assertThat(last.value()).as(() -> String.join("|", chunks)).isEqualTo(expected);
  }
}
