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
 * Holds the tolerant reader to the values before texts were spoilt.
 *
 * <p>Draws the same texts each time, so that no build fails by chance; {@code -Datomic.seed} draws
 * others, and {@code benchmarks/run tolerant} fresh ones each time.
 */
class TolerantReadingTest {

  @Test
  void readsNothingElseThanWhatWasMeant() {
    var tally =
        new ReadingStatistics(TolerantReadingTest::read).generate(TestSeeds.usual("corpus"), 40);

    Counts total = tally.total();
    assertThat(tally.wrong()).isEmpty();
    assertThat(total.rejectedShare()).isEqualTo(1);
    assertThat(total.mendedShare())
        .as(() -> tally.table() + told(tally.refused().stream()))
        .isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void readsWhatWeakModelsWrite() {
    List<Entry> entries = HandwrittenCases.mended();

    List<Entry> wrong = entries.stream().filter(each -> outcome(each) == Outcome.WRONG).toList();
    List<Entry> refused =
        entries.stream().filter(each -> outcome(each) == Outcome.REFUSED).toList();

    assertThat(entries).hasSizeGreaterThanOrEqualTo(100);
    assertThat(wrong).isEmpty();
    assertThat(refused.size())
        .as(() -> told(refused.stream()))
        .isLessThanOrEqualTo(entries.size() / 20);
  }

  @Test
  void refusesWhatMayMeanTwoThings() {
    List<Entry> entries = HandwrittenCases.refused();

    List<String> accepted =
        entries.stream()
            .filter(each -> outcome(each) != Outcome.REFUSED)
            .map(each -> each + "\nfound " + read(each.text()))
            .toList();

    assertThat(entries).hasSizeGreaterThanOrEqualTo(100);
    assertThat(accepted).isEmpty();
  }

  private static Outcome outcome(Entry entry) {
    return entry.text().outcome(read(entry.text()));
  }

  private static @Nullable Object read(CorpusCase each) {
    return each.sample().read(each.spoilt().text(), Strictness.LENIENT).value();
  }

  private static String told(Stream<?> refused) {
    return refused.limit(10).map(String::valueOf).reduce("", (a, b) -> a + "\n\n" + b);
  }
}
