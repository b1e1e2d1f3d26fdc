package org.atomicagents.corpus.mutation;

import java.util.Set;

/** A typical JSON defect of weak models. Several defects are applied in declaration order. */
public enum Defect {
  ENUM_SPELLING("enum by case, spacing or punctuation", Stage.VALUES, NamingDefects::constants),
  ENUM_DESCRIPTION("enum by its description", Stage.VALUES, NamingDefects::descriptions),
  ENUM_MARKS("enum with marks or alternatives", Stage.VALUES, NamingDefects::marks),
  NUMBER_AS_TEXT("numbers as text", Stage.VALUES, NumberDefects::numbersAsText),
  BOOLEAN_AS_TEXT("booleans as text", Stage.VALUES, NumberDefects::booleansAsText),
  THOUSANDS("thousands in groups", Stage.VALUES, NumberDefects::thousands),
  CURRENCY("currency signs", Stage.VALUES, NumberDefects::currency),
  UNITS("units and words beside numbers", Stage.VALUES, NumberDefects::units),
  TWO_NUMBERS("two numbers in one", Stage.VALUES, NumberDefects::twoNumbers),
  EXPONENTS("exponents out of range", Stage.VALUES, NumberDefects::exponents),
  WRITTEN_DATES("dates with the name of the month", Stage.VALUES, DateDefects::monthNames),
  NUMERIC_DATES("dates of numbers in another order", Stage.VALUES, DateDefects::numericOrders),
  KEY_STYLE("keys by case, snake or camel style", Stage.VALUES, NamingDefects::keys),
  EXTRA_KEYS("extra keys", Stage.VALUES, StructureDefects::extraKeys),
  NULLS("nulls for absent", Stage.VALUES, StructureDefects::nullsForAbsent),
  SINGLE_FOR_LIST("a single value for a list", Stage.VALUES, StructureDefects::singleForList),
  TEXT_FOR_LIST("a text for a list of texts", Stage.VALUES, ListTextDefects::textForList),
  MOVED_KEY("a key at another level", Stage.VALUES, MisplacedKeyDefects::moved),
  FLATTENED("an object's keys at its own level", Stage.VALUES, MisplacedKeyDefects::flattened),
  OWN_NAME("an object in its own name", Stage.VALUES, StructureDefects::inItsOwnName),
  LIST_OF_ONE("an object in a list of one", Stage.VALUES, StructureDefects::inListOfOne),
  UNWRAPPED(
      "a root without the object around it",
      Stage.VALUES,
      StructureDefects::withoutTheObjectAround),
  CALLS("calls of the records of a union", Stage.VALUES, NotationDefects::calls),
  TRIPLE_QUOTES("three quotes", Stage.TOKENS, NotationDefects::tripleQuotes),
  SINGLE_QUOTES("single quotes", Stage.TOKENS, QuotingDefects::singleQuotes),
  TYPOGRAPHIC_QUOTES("typographic quotes", Stage.TOKENS, QuotingDefects::typographicQuotes),
  BARE_KEYS("unquoted keys", Stage.TOKENS, QuotingDefects::bareKeys),
  BARE_VALUES("unquoted values", Stage.TOKENS, QuotingDefects::bareValues),
  LITERALS("True, None", Stage.TOKENS, QuotingDefects::literals),
  RAW_CONTROLS("raw newlines and control characters", Stage.TOKENS, EscapeDefects::rawControls),
  INNER_QUOTES("unescaped quotes in texts", Stage.TOKENS, EscapeDefects::innerQuotes),
  BARE_BACKSLASHES("unescaped backslashes in texts", Stage.TOKENS, EscapeDefects::bareBackslashes),
  TRAILING_COMMAS("trailing commas", Stage.TOKENS, PunctuationDefects::trailingCommas),
  MISSING_COMMAS("missing commas", Stage.TOKENS, PunctuationDefects::missingCommas),
  COMMENTS("comments", Stage.TOKENS, PunctuationDefects::comments),
  OMISSION_COMMENT(
      "a comment for further parts of a list or map", Stage.TOKENS, OmissionDefects::comment),
  OMISSION_WORDS("words for further items of a list", Stage.TOKENS, OmissionDefects::words),
  MISSING_CLOSERS("missing brackets at the end", Stage.TOKENS, TruncationDefects::closers),
  CUT("an end anywhere", Stage.TOKENS, TruncationDefects::anywhere),
  JSON_LINES("an object on each line", Stage.TOKENS, NotationDefects::jsonLines),
  FENCE("fences", Stage.TEXT, SurroundingTextDefects::fence),
  PROSE("prose around", Stage.TEXT, SurroundingTextDefects::prose),
  OTHER_JSON("other JSON around", Stage.TEXT, SurroundingTextDefects::otherJson),
  ANOTHER_ANSWER("two different answers", Stage.TEXT, SurroundingTextDefects::anotherAnswer),
  BRACKETS("brackets of other notations", Stage.TEXT, BracketDefects::notation),
  THINKING("think blocks", Stage.TEXT, SurroundingTextDefects::thinking);

  /** The defects after which the value cannot be recognized. */
  private static final Set<Defect> UNREADABLE =
      Set.of(
          CUT,
          ANOTHER_ANSWER,
          ENUM_MARKS,
          UNITS,
          TWO_NUMBERS,
          EXPONENTS,
          NUMERIC_DATES,
          TEXT_FOR_LIST,
          MOVED_KEY,
          FLATTENED,
          OMISSION_COMMENT,
          OMISSION_WORDS,
          BRACKETS);

  /** The defects that leave no tokens for others. */
  private static final Set<Defect> NOTATIONS = Set.of(CALLS, TRIPLE_QUOTES, JSON_LINES);

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

  // All mutators are references to stateless methods.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Mutator mutator;

  /** The representation of a document that a defect changes. */
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

  /** Returns the label for tables. */
  public String label() {
    return label;
  }

  /** Returns whether this defect can be combined with others and leave the value recognizable. */
  public boolean mixes() {
    return !UNREADABLE.contains(this) && !NOTATIONS.contains(this);
  }

  Stage stage() {
    return stage;
  }

  boolean apply(MutableDocument draft) {
    return mutator.apply(draft);
  }

  /** Returns whether some of these defects together allow more than one reading. */
  static boolean areDoubtful(Set<Defect> defects) {
    return DOUBTFUL.stream().anyMatch(defects::containsAll);
  }
}
