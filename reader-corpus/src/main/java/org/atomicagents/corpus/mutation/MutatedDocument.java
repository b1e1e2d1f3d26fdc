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
 * @param certainty the expected outcome of reading the text
 * @param alsoRight the JSON of values that are accepted besides the original value
 */
public record MutatedDocument(
    Set<Defect> defects, String text, ExpectedOutcome certainty, List<String> alsoRight) {
  public MutatedDocument {
    alsoRight = List.copyOf(alsoRight);
  }

  /**
   * Applies defects to a document, which is changed in place.
   *
   * @param another returns other documents of the same type
   * @return the mutated document; empty if a defect does not apply, or if the result is a different
   *     valid document
   */
  public static Optional<MutatedDocument> of(
      MutableJson root,
      WhitespaceStyle layout,
      Set<Defect> defects,
      SeededRandom random,
      Supplier<String> another) {
    var ordered = new TreeSet<>(defects);
    var draft = new MutableDocument(root, defects.size() == 1, random, another);
    if (!apply(ordered, Stage.VALUES, draft)) {
      return Optional.empty();
    }
    draft.tokens = layout.tokens(draft.root);
    String before = WhitespaceStyle.join(draft.tokens);
    if (!apply(ordered, Stage.TOKENS, draft)) {
      return Optional.empty();
    }
    draft.text = draft.text.isEmpty() ? WhitespaceStyle.join(draft.tokens) : draft.text;
    if (isDifferentDocument(draft.text, before) || !apply(ordered, Stage.TEXT, draft)) {
      return Optional.empty();
    }
    draft.doubtIf(Defect.areDoubtful(ordered));
    return Optional.of(
        new MutatedDocument(Set.copyOf(defects), draft.text, draft.certainty(), draft.alsoRight));
  }

  private static boolean apply(Set<Defect> defects, Stage stage, MutableDocument draft) {
    return defects.stream()
        .filter(defect -> defect.stage() == stage)
        .allMatch(defect -> defect.apply(draft));
  }

  // For example, ["a\", \"b"] without escapes is ["a", "b"].
  private static boolean isDifferentDocument(String text, String before) {
    if (text.equals(before)) {
      return false;
    }
    return JsonValidity.read(text)
        .filter(value -> !Optional.of(value).equals(JsonValidity.read(before)))
        .isPresent();
  }
}
