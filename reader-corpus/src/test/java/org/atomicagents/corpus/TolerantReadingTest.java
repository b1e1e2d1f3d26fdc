package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.corpus.CorpusCase.Outcome;
import org.atomicagents.corpus.HandwrittenCases.Entry;
import org.atomicagents.corpus.ReadingStatistics.Counts;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests the tolerant reader with mutated texts, whose original values are known.
 *
 * <p>The texts are the same in every run, so that no build fails at random. {@code -Datomic.seed}
 * selects other texts, and {@code benchmarks/run tolerant} uses new ones in every run.
 */
class TolerantReadingTest {

  @Test
  void readsOnlyTheOriginalValues() {
    var statistics =
        new ReadingStatistics(TolerantReadingTest::read).generate(TestSeeds.usual("corpus"), 40);

    Counts total = statistics.total();
    assertThat(statistics.wrong()).isEmpty();
    assertThat(total.rejectedShare()).isEqualTo(1);
    assertThat(total.repairedShare())
        .as(() -> statistics.table() + excerpt(statistics.refused().stream()))
        .isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void readsHandwrittenTextsOfWeakModels() {
    List<Entry> entries = HandwrittenCases.repairable();

    List<Entry> wrong = entries.stream().filter(entry -> outcome(entry) == Outcome.WRONG).toList();
    List<Entry> refused =
        entries.stream().filter(entry -> outcome(entry) == Outcome.REFUSED).toList();

    assertThat(entries).hasSizeGreaterThanOrEqualTo(100);
    assertThat(wrong).isEmpty();
    assertThat(refused.size())
        .as(() -> excerpt(refused.stream()))
        .isLessThanOrEqualTo(entries.size() / 20);
  }

  @Test
  void refusesAmbiguousTexts() {
    List<Entry> entries = HandwrittenCases.refused();

    List<String> accepted =
        entries.stream()
            .filter(entry -> outcome(entry) != Outcome.REFUSED)
            .map(entry -> entry + "\nfound " + read(entry.text()))
            .toList();

    assertThat(entries).hasSizeGreaterThanOrEqualTo(100);
    assertThat(accepted).isEmpty();
  }

  private static Outcome outcome(Entry entry) {
    return entry.text().outcome(read(entry.text()));
  }

  private static @Nullable Object read(CorpusCase text) {
    return text.sample().read(text.mutated().text(), Strictness.LENIENT).value();
  }

  private static String excerpt(Stream<?> refused) {
    return refused.limit(10).map(String::valueOf).reduce("", (a, b) -> a + "\n\n" + b);
  }
}
