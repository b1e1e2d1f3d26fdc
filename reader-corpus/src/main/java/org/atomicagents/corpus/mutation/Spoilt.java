package org.atomicagents.corpus.mutation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.atomicagents.corpus.mutation.Defect.Stage;
import org.atomicagents.testing.internal.Draw;

/**
 * A document with defects.
 *
 * @param certainty what the text still says
 * @param alsoRight the JSON of values that are as right as the value before
 */
public record Spoilt(
    Set<Defect> defects, String text, Certainty certainty, List<String> alsoRight) {
  public Spoilt {
    alsoRight = List.copyOf(alsoRight);
  }

  /**
   * Puts these defects into a document, which is changed.
   *
   * @param another gives other documents of the same type
   * @return nothing if the document has no place for one of them, or if what came of it is another
   *     valid document
   */
  public static Optional<Spoilt> of(
      Piece root, Layout layout, Set<Defect> defects, Draw draw, Supplier<String> another) {
    var ordered = new TreeSet<>(defects);
    var draft = new Draft(root, defects.size() == 1, draw, another);
    if (!apply(ordered, Stage.VALUES, draft)) {
      return Optional.empty();
    }
    draft.tokens = layout.tokens(draft.root);
    String before = Layout.join(draft.tokens);
    if (!apply(ordered, Stage.TOKENS, draft)) {
      return Optional.empty();
    }
    draft.text = draft.text.isEmpty() ? Layout.join(draft.tokens) : draft.text;
    if (isAnother(draft.text, before) || !apply(ordered, Stage.TEXT, draft)) {
      return Optional.empty();
    }
    draft.doubtIf(Defect.areDoubtful(ordered));
    return Optional.of(
        new Spoilt(Set.copyOf(defects), draft.text, draft.certainty(), draft.alsoRight));
  }

  private static boolean apply(Set<Defect> defects, Stage stage, Draft draft) {
    return defects.stream()
        .filter(defect -> defect.stage() == stage)
        .allMatch(defect -> defect.spoil(draft));
  }

  // Such as ["a", "b"] out of ["a\", \"b"].
  private static boolean isAnother(String text, String before) {
    if (text.equals(before)) {
      return false;
    }
    return JsonCheck.read(text)
        .filter(now -> !Optional.of(now).equals(JsonCheck.read(before)))
        .isPresent();
  }
}
