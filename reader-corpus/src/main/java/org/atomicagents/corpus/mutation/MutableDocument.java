package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.testing.internal.generate.SeededRandom;

/**
 * A document on its way to be spoilt: first its values are changed, then its tokens, then its end,
 * and last what is around it.
 */
final class MutableDocument {
  final SeededRandom draw;
  final Supplier<String> another;
  MutableJson root;
  List<MutableToken> tokens = List.of();
  String text = "";
  boolean cut;
  final boolean alone;
  final List<String> alsoRight = new ArrayList<>();
  private ExpectedOutcome certainty = ExpectedOutcome.CERTAIN;

  /**
   * A document that is still whole.
   *
   * @param alone whether it gets no other defect
   * @param another gives other documents of the same type
   */
  MutableDocument(MutableJson root, boolean alone, SeededRandom draw, Supplier<String> another) {
    this.alone = alone;
    this.root = root;
    this.draw = draw;
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

  /** All places, the root's among them. */
  List<Spot> spots() {
    var spots = new ArrayList<Spot>();
    spots.add(new Spot(root, root, piece -> root = piece));
    spots.addAll(MutableJson.spots(root));
    return spots;
  }

  List<Spot> spots(Predicate<Spot> fits) {
    return spots().stream().filter(fits).toList();
  }

  /** Some of them: mostly one, often all. */
  <T> List<T> some(List<T> all) {
    if (all.isEmpty() || draw.chance(0.35)) {
      return all;
    }
    List<T> several =
        draw.chance(0.3) ? all.stream().filter(each -> draw.chance(0.5)).toList() : List.of();
    return several.isEmpty() ? List.of(draw.oneOf(all)) : several;
  }

  List<MutableToken> tokens(Predicate<MutableToken> fits) {
    return tokens.stream().filter(fits).toList();
  }
}
