package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.atomicagents.corpus.CorpusCase.Outcome;
import org.atomicagents.corpus.mutation.Defect;
import org.atomicagents.corpus.mutation.ExpectedOutcome;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.jspecify.annotations.Nullable;

/** What a reader made of many texts, class by class; not thread-safe. */
public final class ReadingStatistics {
  private final Function<CorpusCase, @Nullable Object> reader;
  private final SequencedMap<String, Counts> classes = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /**
   * How often what came of texts of one class.
   *
   * @param certain how many texts had one reading only
   * @param read how many of these were read as that
   * @param lost how many had to be refused
   * @param rejected how many of these were
   * @param wrong how many of all were read as something else
   */
  public record Counts(int all, int certain, int read, int lost, int rejected, int wrong) {
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          all + other.all,
          certain + other.certain,
          read + other.read,
          lost + other.lost,
          rejected + other.rejected,
          wrong + other.wrong);
    }

    /** The share of what had to be read that was. */
    public double mendedShare() {
      return certain == 0 ? 1 : (double) read / certain;
    }

    /** The share of what had to be refused that was. */
    public double rejectedShare() {
      return lost == 0 ? 1 : (double) rejected / lost;
    }
  }

  /**
   * A tally of nothing yet.
   *
   * @param reader gives the value, or null where it refuses the text
   */
  public ReadingStatistics(Function<CorpusCase, @Nullable Object> reader) {
    this.reader = reader;
  }

  /** Draws texts of every class, and as many with two and three defects, and has them read. */
  public ReadingStatistics generate(long seed, int eachClass) {
    var draw = new SeededRandom(seed);
    for (Defect defect : Defect.values()) {
      for (int i = 0; i < eachClass; i++) {
        CorpusCase.drawn(Set.of(defect), draw.random().nextLong())
            .ifPresent(each -> add(defect.label(), each));
      }
    }
    List<Defect> mixing = Stream.of(Defect.values()).filter(Defect::mixes).toList();
    for (int i = 0; i < eachClass * mixing.size(); i++) {
      var some = List.copyOf(draw.<Defect>shuffled(mixing));
      int count = 2 + i % 2;
      String label = count == 2 ? "two of them" : "three of them";
      CorpusCase.drawn(Set.copyOf(some.subList(0, count)), draw.random().nextLong())
          .ifPresent(each -> add(label, each));
    }
    return this;
  }

  /** Has one text read. */
  public void add(String label, CorpusCase each) {
    Object found = read(each);
    Outcome outcome = each.outcome(found);
    boolean certain = each.spoilt().certainty() == ExpectedOutcome.CERTAIN;
    boolean lost = each.spoilt().certainty() == ExpectedOutcome.LOST;
    var counts =
        new Counts(
            1,
            certain ? 1 : 0,
            certain && outcome == Outcome.READ ? 1 : 0,
            lost ? 1 : 0,
            lost && outcome == Outcome.REFUSED ? 1 : 0,
            outcome == Outcome.WRONG ? 1 : 0);
    classes.merge(label, counts, Counts::plus);
    if (outcome == Outcome.WRONG) {
      wrong.add(each + "\nfound    " + found);
    } else if (certain && outcome == Outcome.REFUSED) {
      refused.add(each.toString());
    }
  }

  private @Nullable Object read(CorpusCase each) {
    try {
      return reader.apply(each);
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalStateException("The reader failed at " + each, e);
    }
  }

  /** The counts, class by class, in the order in which they were begun. */
  public Map<String, Counts> classes() {
    return classes;
  }

  /** The counts of all classes together. */
  public Counts total() {
    return classes.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  /** Each text that was read as something else. */
  public List<String> wrong() {
    return wrong;
  }

  /** Each text that has one reading and was refused. */
  public List<String> refused() {
    return refused;
  }

  /** The classes as a table of Markdown. */
  public String table() {
    var table = new StringBuilder("| defect | mended | texts |\n|---|---|---|\n");
    classes.forEach((label, counts) ->
        table.append("| %s | %s | %d |%n".formatted(label, share(counts), counts.all())));
    return table.toString();
  }

  private static String share(Counts counts) {
    return counts.certain() == 0
        ? counts.lost() == 0 ? "-" : "refused: %.1f%%".formatted(100 * counts.rejectedShare())
        : "%.1f%%".formatted(100 * counts.mendedShare());
  }
}
