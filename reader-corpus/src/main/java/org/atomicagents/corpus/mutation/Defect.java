package org.atomicagents.corpus.mutation;

import java.util.Set;

/** One way in which weak models spoil JSON, in the order in which several are put into one text. */
public enum Defect {
  ENUM_SPELLING("enum by case, spacing or punctuation", Stage.VALUES, Spelling::constants),
  ENUM_DESCRIPTION("enum by its description", Stage.VALUES, Spelling::descriptions),
  NUMBER_AS_TEXT("numbers as text", Stage.VALUES, Figures::numbersAsText),
  BOOLEAN_AS_TEXT("booleans as text", Stage.VALUES, Figures::booleansAsText),
  THOUSANDS("thousands in groups", Stage.VALUES, Figures::thousands),
  CURRENCY("currency signs", Stage.VALUES, Figures::currency),
  KEY_STYLE("keys by case, snake or camel style", Stage.VALUES, Spelling::keys),
  EXTRA_KEYS("extra keys", Stage.VALUES, Structure::extraKeys),
  NULLS("nulls for absent", Stage.VALUES, Structure::nullsForAbsent),
  SINGLE_FOR_LIST("a single value for a list", Stage.VALUES, Structure::singleForList),
  OWN_NAME("an object in its own name", Stage.VALUES, Structure::inItsOwnName),
  LIST_OF_ONE("an object in a list of one", Stage.VALUES, Structure::inListOfOne),
  UNWRAPPED("a root without the object around it", Stage.VALUES, Structure::withoutTheObjectAround),
  SINGLE_QUOTES("single quotes", Stage.TOKENS, Quoting::singleQuotes),
  TYPOGRAPHIC_QUOTES("typographic quotes", Stage.TOKENS, Quoting::typographicQuotes),
  BARE_KEYS("unquoted keys", Stage.TOKENS, Quoting::bareKeys),
  BARE_VALUES("unquoted values", Stage.TOKENS, Quoting::bareValues),
  LITERALS("True, None", Stage.TOKENS, Quoting::literals),
  RAW_CONTROLS("raw newlines and control characters", Stage.TOKENS, Escapes::rawControls),
  INNER_QUOTES("unescaped quotes in texts", Stage.TOKENS, Escapes::innerQuotes),
  BARE_BACKSLASHES("unescaped backslashes in texts", Stage.TOKENS, Escapes::bareBackslashes),
  TRAILING_COMMAS("trailing commas", Stage.TOKENS, Punctuation::trailingCommas),
  MISSING_COMMAS("missing commas", Stage.TOKENS, Punctuation::missingCommas),
  COMMENTS("comments", Stage.TOKENS, Punctuation::comments),
  MISSING_CLOSERS("missing brackets at the end", Stage.TOKENS, Ending::closers),
  CUT("an end anywhere", Stage.TOKENS, Ending::anywhere),
  FENCE("fences", Stage.TEXT, Surroundings::fence),
  PROSE("prose around", Stage.TEXT, Surroundings::prose),
  OTHER_JSON("other JSON around", Stage.TEXT, Surroundings::otherJson),
  ANOTHER_ANSWER("two different answers", Stage.TEXT, Surroundings::anotherAnswer),
  THINKING("think blocks", Stage.TEXT, Surroundings::thinking);

  private static final Set<Set<Defect>> DOUBTFUL =
      Set.of(
          Set.of(BARE_VALUES, MISSING_COMMAS),
          Set.of(BARE_VALUES, COMMENTS),
          Set.of(BARE_VALUES, INNER_QUOTES),
          Set.of(BARE_VALUES, MISSING_CLOSERS),
          Set.of(INNER_QUOTES, MISSING_COMMAS),
          Set.of(INNER_QUOTES, COMMENTS),
          Set.of(INNER_QUOTES, BARE_KEYS),
          Set.of(INNER_QUOTES, SINGLE_QUOTES),
          Set.of(INNER_QUOTES, MISSING_CLOSERS),
          Set.of(UNWRAPPED, PROSE),
          Set.of(UNWRAPPED, FENCE),
          Set.of(UNWRAPPED, OTHER_JSON),
          Set.of(UNWRAPPED, THINKING),
          Set.of(UNWRAPPED, SINGLE_FOR_LIST),
          Set.of(UNWRAPPED, NUMBER_AS_TEXT),
          Set.of(UNWRAPPED, MISSING_CLOSERS),
          Set.of(CURRENCY, MISSING_COMMAS),
          Set.of(THOUSANDS, MISSING_COMMAS));

  private final String label;
  private final Stage stage;

  // All of them are references to methods without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Mutator mutator;

  /** On what of a document a defect works. */
  enum Stage {
    VALUES,
    TOKENS,
    TEXT
  }

  Defect(String label, Stage stage, Mutator mutator) {
    this.label = label;
    this.stage = stage;
    this.mutator = mutator;
  }

  /** In words, for a table. */
  public String label() {
    return label;
  }

  /** Whether it may stand beside others: after some, nobody can say what was meant. */
  public boolean mixes() {
    return this != CUT && this != ANOTHER_ANSWER;
  }

  Stage stage() {
    return stage;
  }

  boolean spoil(Draft draft) {
    return mutator.spoil(draft);
  }

  /** Whether two of them together leave more than one reading. */
  static boolean areDoubtful(Set<Defect> together) {
    return DOUBTFUL.stream().anyMatch(together::containsAll);
  }
}
