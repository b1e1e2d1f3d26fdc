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

/** Counts the outcomes of a reader for many texts, per class of defects. Not thread-safe. */
public final class ReadingStatistics {
  private final Function<CorpusCase, @Nullable Object> reader;
  private final SequencedMap<String, Counts> classes = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /**
   * The outcomes of the texts of one class.
   *
   * @param all the number of texts
   * @param certain the number of texts with exactly one reading
   * @param read the number of certain texts that were read correctly
   * @param lost the number of texts that must be refused
   * @param rejected the number of lost texts that were refused
   * @param wrong the number of texts that were read as a different value
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

    /** Returns the share of certain texts that were read correctly; 1 without such texts. */
    public double repairedShare() {
      return certain == 0 ? 1 : (double) read / certain;
    }

    /** Returns the share of lost texts that were refused; 1 without such texts. */
    public double rejectedShare() {
      return lost == 0 ? 1 : (double) rejected / lost;
    }
  }

  /**
   * Creates empty statistics.
   *
   * @param reader returns the value of a text, or null if it refuses the text
   */
  public ReadingStatistics(Function<CorpusCase, @Nullable Object> reader) {
    this.reader = reader;
  }

  /** Generates and reads texts with one, two and three defects; returns these statistics. */
  public ReadingStatistics generate(long seed, int textsPerClass) {
    var random = new SeededRandom(seed);
    for (Defect defect : Defect.values()) {
      for (int i = 0; i < textsPerClass; i++) {
        CorpusCase.random(Set.of(defect), random.random().nextLong())
            .ifPresent(text -> add(defect.label(), text));
      }
    }
    List<Defect> combinable = Stream.of(Defect.values()).filter(Defect::mixes).toList();
    for (int i = 0; i < textsPerClass * combinable.size(); i++) {
      var shuffled = List.copyOf(random.<Defect>shuffled(combinable));
      int count = 2 + i % 2;
      String label = count == 2 ? "two of them" : "three of them";
      CorpusCase.random(Set.copyOf(shuffled.subList(0, count)), random.random().nextLong())
          .ifPresent(text -> add(label, text));
    }
    return this;
  }

  /** Reads a text and counts the outcome. */
  public void add(String label, CorpusCase text) {
    Object found = read(text);
    Outcome outcome = text.outcome(found);
    boolean certain = text.mutated().certainty() == ExpectedOutcome.CERTAIN;
    boolean lost = text.mutated().certainty() == ExpectedOutcome.LOST;
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
      wrong.add(text + "\nfound    " + found);
    } else if (certain && outcome == Outcome.REFUSED) {
      refused.add(text.toString());
    }
  }

  private @Nullable Object read(CorpusCase text) {
    try {
      return reader.apply(text);
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalStateException("The reader failed for " + text, e);
    }
  }

  /** Returns the counts of each class, in the order in which the classes were added. */
  public Map<String, Counts> classes() {
    return classes;
  }

  /** Returns the total counts of all classes. */
  public Counts total() {
    return classes.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  /** Returns the texts that were read as a different value. */
  public List<String> wrong() {
    return wrong;
  }

  /** Returns the certain texts that were refused. */
  public List<String> refused() {
    return refused;
  }

  /** Returns the classes as a Markdown table. */
  public String table() {
    var table = new StringBuilder("| defect | repaired | texts |\n|---|---|---|\n");
    classes.forEach((label, counts) ->
        table.append("| %s | %s | %d |%n".formatted(label, share(counts), counts.all())));
    return table.toString();
  }

  private static String share(Counts counts) {
    return counts.certain() == 0
        ? counts.lost() == 0 ? "-" : "refused: %.1f%%".formatted(100 * counts.rejectedShare())
        : "%.1f%%".formatted(100 * counts.repairedShare());
  }
}
