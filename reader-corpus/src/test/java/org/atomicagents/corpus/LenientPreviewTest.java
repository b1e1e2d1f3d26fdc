package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.corpus.HandwrittenCases.Entry;
import org.atomicagents.corpus.mutation.Defect;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is shown as whole of a text that the tolerant reader takes is in what that reads.
 *
 * <p>But for two that nobody could tell from an answer until it has come: thoughts of which only
 * the end is marked, and an empty object before the one that is meant.
 */
class LenientPreviewTest {
  private static final int EACH = Integer.getInteger("atomic.previews", 25);

  @ParameterizedTest
  @EnumSource
  void showsNothingElseThanWhatIsRead(Defect defect) {
    var draw = new SeededRandom(TestSeeds.usual("previews"));

    requireRight(
        Stream.generate(() -> CorpusCase.drawn(Set.of(defect), draw.random().nextLong()))
            .limit(EACH)
            .flatMap(each -> each.stream())
            .toList());
  }

  @Test
  void showsNothingElseWhereSeveralThingsAreWrong() {
    var draw = new SeededRandom(TestSeeds.usual("previews of mixtures"));
    List<Defect> mixing = Stream.of(Defect.values()).filter(Defect::mixes).toList();

    requireRight(
        Stream.generate(
                () -> {
                  List<Defect> some = draw.shuffled(mixing);
                  return CorpusCase.drawn(
                      Set.copyOf(some.subList(0, draw.between(2, 3))), draw.random().nextLong());
                })
            .limit(10L * EACH)
            .flatMap(each -> each.stream())
            .toList());
  }

  @Test
  void showsNothingElseOfWhatWeakModelsWrite() {
    requireRight(HandwrittenCases.mended().stream().map(Entry::text).toList());
  }

  @Test
  void showsTheSameHoweverItIsCut() {
    var draw = new SeededRandom(TestSeeds.usual("cuts of spoilt texts"));
    for (Defect defect : Defect.values()) {
      for (int i = 0; i < EACH / 5; i++) {
        CorpusCase.drawn(Set.of(defect), draw.random().nextLong())
            .ifPresent(text -> requireSame(text.sample(), text.spoilt().text(), draw));
      }
    }
  }

  private static void requireSame(CorpusType<?> sample, String text, SeededRandom draw) {
    String whole = shown(sample, List.of(text));
    TextSplits.of(text, draw)
        .forEach(pieces -> {
          assertThat(shown(sample, pieces)).as(() -> String.join("|", pieces)).isEqualTo(whole);
        });
  }

  private static String shown(CorpusType<?> sample, List<String> pieces) {
    IncrementalDecoder<?> decoder = sample.schema().incremental(Strictness.LENIENT);
    pieces.forEach(decoder::feed);
    return decoder.snapshot().json() + decoder.snapshot().state("$");
  }

  private static void requireRight(List<CorpusCase> texts) {
    var wrong = new ArrayList<String>();
    for (CorpusCase text : texts) {
      if (!isHopeless(text.spoilt().text())) {
        PreviewCheck.of(text).wrong().stream().limit(1).forEach(wrong::add);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isHopeless(String text) {
    boolean isThoughtWithoutBeginning = text.contains("</think") && !text.startsWith("<think");
    return isThoughtWithoutBeginning || text.startsWith("{}");
  }
}
