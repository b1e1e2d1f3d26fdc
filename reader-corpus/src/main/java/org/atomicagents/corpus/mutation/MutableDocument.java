package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.testing.internal.generate.SeededRandom;

/**
 * A document under mutation. Defects change first its values, then its tokens, then its end, and
 * finally the surrounding text.
 */
final class MutableDocument {
  final SeededRandom random;
  final Supplier<String> another;
  MutableJson root;
  List<MutableToken> tokens = List.of();
  String text = "";
  boolean cut;
  final boolean alone;
  final List<String> alsoRight = new ArrayList<>();
  private ExpectedOutcome certainty = ExpectedOutcome.CERTAIN;

  /**
   * Creates a document without defects.
   *
   * @param alone whether a single defect is applied
   * @param another returns other documents of the same type
   */
  MutableDocument(MutableJson root, boolean alone, SeededRandom random, Supplier<String> another) {
    this.alone = alone;
    this.root = root;
    this.random = random;
    this.another = another;
  }

  ExpectedOutcome certainty() {
    return certainty;
  }

  void doubt() {
    certainty = certainty.and(ExpectedOutcome.DOUBTFUL);
  }

  void doubtIf(boolean doubtful) {
    if (doubtful) {
      doubt();
    }
  }

  void lose() {
    certainty = ExpectedOutcome.LOST;
  }

  /** Returns all spots, including the root. */
  List<Spot> spots() {
    var spots = new ArrayList<Spot>();
    spots.add(new Spot(root, root, piece -> root = piece));
    spots.addAll(MutableJson.spots(root));
    return spots;
  }

  List<Spot> spots(Predicate<Spot> fits) {
    return spots().stream().filter(fits).toList();
  }

  /** Returns a random subset: usually one element, often all. */
  <T> List<T> some(List<T> all) {
    if (all.isEmpty() || random.chance(0.35)) {
      return all;
    }
    List<T> several =
        random.chance(0.3)
            ? all.stream().filter(element -> random.chance(0.5)).toList()
            : List.of();
    return several.isEmpty() ? List.of(random.oneOf(all)) : several;
  }

  List<MutableToken> tokens(Predicate<MutableToken> fits) {
    return tokens.stream().filter(fits).toList();
  }
}
