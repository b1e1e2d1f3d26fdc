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

/** Valid documents, cut everywhere: what is shown only grows, and ends as the decoder has it. */
class IncrementalReadingTest {
  private static final int EACH = 1;
  private static final int MADE_UP = 6;

  static Stream<CorpusType<?>> samples() {
    return CorpusType.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void endsAsTheDecoderHasItWhereverItIsCut(CorpusType<?> sample) {
    var draw = new SeededRandom(TestSeeds.usual("cuts of " + sample));

    for (int i = 0; i < EACH; i++) {
      requireAllCuts(sample, draw);
    }
  }

  @Test
  void typesWithoutAClassDoSo() {
    var draw = new SeededRandom(TestSeeds.usual("cuts at run time"));

    for (int i = 0; i < MADE_UP; i++) {
      requireAllCuts(CorpusType.drawn(draw), draw);
    }
  }

  private static <T> void requireAllCuts(CorpusType<T> sample, SeededRandom draw) {
    Drawn drawn = sample.values().apply(draw);
    String text = draw.oneOf(List.of(WhitespaceStyle.values())).write(drawn.piece().orElseThrow());
    T expected = sample.read(text, Strictness.STRICT).value();

    for (Strictness strictness : Strictness.values()) {
      TextSplits.of(text, draw)
          .forEach(pieces -> requireRead(sample, strictness, pieces, expected));
    }
  }

  private static <T> void requireRead(
      CorpusType<T> sample, Strictness strictness, List<String> pieces, T expected) {
    Snapshot<T> last = new PartialConsistencyCheck<>(sample.schema(), strictness).read(pieces);

    assertThat(last.state("$")).as(() -> String.join("|", pieces)).isEqualTo(PartState.COMPLETE);
    assertThat(last.value()).as(() -> String.join("|", pieces)).isEqualTo(expected);
  }
}
