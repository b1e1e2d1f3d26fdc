package org.atomicagents.corpus.mutation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.atomicagents.corpus.mutation.Defect.Stage;
import org.atomicagents.testing.internal.generate.SeededRandom;

/**
 * A document with defects.
 *
 * @param certainty what the text still says
 * @param alsoRight the JSON of values that are as right as the value before
 */
public record MutatedDocument(
    Set<Defect> defects, String text, ExpectedOutcome certainty, List<String> alsoRight) {
  public MutatedDocument {
    alsoRight = List.copyOf(alsoRight);
  }

  /**
   * Puts these defects into a document, which is changed.
   *
   * @param another gives other documents of the same type
   * @return nothing if the document has no place for one of them, or if what came of it is another
   *     valid document
   */
  public static Optional<MutatedDocument> of(
      MutableJson root,
      WhitespaceStyle layout,
      Set<Defect> defects,
      SeededRandom draw,
      Supplier<String> another) {
    var ordered = new TreeSet<>(defects);
    var draft = new MutableDocument(root, defects.size() == 1, draw, another);
    if (!apply(ordered, Stage.VALUES, draft)) {
      return Optional.empty();
    }
    draft.tokens = layout.tokens(draft.root);
    String before = WhitespaceStyle.join(draft.tokens);
    if (!apply(ordered, Stage.TOKENS, draft)) {
      return Optional.empty();
    }
    draft.text = draft.text.isEmpty() ? WhitespaceStyle.join(draft.tokens) : draft.text;
    if (isAnother(draft.text, before) || !apply(ordered, Stage.TEXT, draft)) {
      return Optional.empty();
    }
    draft.doubtIf(Defect.areDoubtful(ordered));
    return Optional.of(
        new MutatedDocument(Set.copyOf(defects), draft.text, draft.certainty(), draft.alsoRight));
  }

  private static boolean apply(Set<Defect> defects, Stage stage, MutableDocument draft) {
    return defects.stream()
        .filter(defect -> defect.stage() == stage)
        .allMatch(defect -> defect.spoil(draft));
  }

  // Such as ["a", "b"] out of ["a\", \"b"].
  private static boolean isAnother(String text, String before) {
    if (text.equals(before)) {
      return false;
    }
    return JsonValidity.read(text)
        .filter(now -> !Optional.of(now).equals(JsonValidity.read(before)))
        .isPresent();
  }
}
