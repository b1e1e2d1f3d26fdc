package org.atomicagents.corpus.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.atomicagents.corpus.CorpusCase;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class MutatedDocumentTest {
  private static final String QUOTED = "He said \"x\", \"y\" and left";

  @ParameterizedTest
  @EnumSource(Defect.class)
  void appliesEveryDefect(Defect defect) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(CorpusCase.random(Set.of(defect), seed)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Defect.class)
  void theSameSeedProducesTheSameText(Defect defect) {
    CorpusCase one = CorpusCase.random(Set.of(defect), 7).orElseThrow();
    CorpusCase other = CorpusCase.random(Set.of(defect), 7).orElseThrow();

    assertThat(one.mutated()).isEqualTo(other.mutated());
    assertThat(one.expected()).isEqualTo(other.expected());
  }

  @Test
  void removesEscapesAndIsDoubtfulIfAQuoteResemblesTheEnd() {
    MutatedDocument certain = mutate(note("a \"b\" c"), Defect.INNER_QUOTES);
    MutatedDocument doubtful = mutate(note(QUOTED), Defect.INNER_QUOTES);

    assertThat(certain.text()).isEqualTo("{\"text\":\"a \"b\" c\"}");
    assertThat(certain.certainty()).isEqualTo(ExpectedOutcome.CERTAIN);
    assertThat(doubtful.text()).isEqualTo("{\"text\":\"He said \"x\", \"y\" and left\"}");
    assertThat(doubtful.certainty()).isEqualTo(ExpectedOutcome.DOUBTFUL);
  }

  @Test
  void doesNotTurnATextIntoADifferentValidDocument() {
    var items = new MutableJson.Items();
    items.all.add(new MutableJson.Text("a\", \"b", MutableJson.Role.FREE));
    var root = MutableJson.Members.ofRecord("Notes");
    root.all.add(new MutableJson.Member("texts", items));

    assertThat(
            MutatedDocument.of(
                root, WhitespaceStyle.SPACED, Set.of(Defect.INNER_QUOTES), random(), () -> ""))
        .isEmpty();
  }

  @Test
  void acceptsOnlyTheValueByTheTruncationRules() {
    for (long seed = 0; seed < 200; seed++) {
      var root = MutableJson.Members.ofRecord("Note");
      root.all.add(
          new MutableJson.Member("text", new MutableJson.Text("Done.", MutableJson.Role.FREE)));
      root.all.add(new MutableJson.Member("size", new MutableJson.Numeral("123", true)));
      Optional<MutatedDocument> cut =
          MutatedDocument.of(
              root, WhitespaceStyle.COMPACT, Set.of(Defect.CUT), new SeededRandom(seed), () -> "");

      String text = cut.orElseThrow().text();
      String expected = text.startsWith("{\"text\":\"Done.\"") ? "{\"text\":\"Done.\"}" : "{}";
      assertThat(cut.orElseThrow().alsoRight()).as(text).containsExactly(expected);
    }
  }

  @Test
  void removesQuotesOnlyIfTheStringStaysRecognizable() {
    for (String text : List.of(" a", "a ", "\u00a0a", "a\u200b", "None", "null", "nil")) {
      assertThat(mutate(() -> note(text), Set.of(Defect.BARE_VALUES))).as(text).isEmpty();
    }
    assertThat(mutate(() -> notes("None", "a"), Set.of(Defect.BARE_VALUES)))
        .contains("{\"texts\":[None,a]}", "{\"texts\":[\"None\",a]}")
        .doesNotContain("{\"texts\":[None,\"a\"]}");
  }

  @Test
  void keepsTheQuotesOfGroupedDigitsInAList() {
    assertThat(mutate(MutatedDocumentTest::numbers, Set.of(Defect.THOUSANDS, Defect.BARE_VALUES)))
        .isNotEmpty()
        .doesNotContain("{\"all\":[1,319]}");
  }

  @Test
  void keepsTheCommasBetweenUnquotedStrings() {
    assertThat(mutate(() -> notes("a", "b"), Set.of(Defect.BARE_VALUES, Defect.MISSING_COMMAS)))
        .isNotEmpty()
        .doesNotContain("{\"texts\":[a b]}");
  }

  @Test
  void addsNoOtherJsonToASingleString() {
    Supplier<MutableJson> root =
        () -> MutableJson.Members.around("value", new MutableJson.Text("a", MutableJson.Role.FREE));

    assertThat(mutate(root, Set.of(Defect.UNWRAPPED, Defect.OTHER_JSON))).isEmpty();
  }

  @Test
  void aLiteralIsCompleteAtTheEndOfTheText() {
    for (long seed : random().random().longs(100).toArray()) {
      var root = MutableJson.Members.ofRecord("Flag");
      root.all.add(new MutableJson.Member("on", new MutableJson.Literal("true")));
      MutatedDocument cut = mutate(root, Set.of(Defect.CUT), seed).orElseThrow();
      boolean isComplete = cut.text().equals("{\"on\":true");
      assertThat(cut.alsoRight())
          .as(cut.text())
          .containsExactly(isComplete ? "{\"on\":true}" : "{}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Defect.class,
      names = {"TRAILING_COMMAS", "MISSING_COMMAS", "COMMENTS", "SINGLE_QUOTES", "BARE_KEYS"})
  void producesInvalidJson(Defect defect) {
    for (long seed = 0; seed < 50; seed++) {
      String text = CorpusCase.random(Set.of(defect), seed).orElseThrow().mutated().text();
      assertThat(isJson(text)).as(text).isFalse();
    }
  }

  private static MutableJson note(String text) {
    var root = MutableJson.Members.ofRecord("Note");
    root.all.add(new MutableJson.Member("text", new MutableJson.Text(text, MutableJson.Role.FREE)));
    return root;
  }

  private static MutableJson numbers() {
    var items = new MutableJson.Items();
    items.all.add(new MutableJson.Numeral("1319", true));
    var root = MutableJson.Members.ofRecord("Numbers");
    root.all.add(new MutableJson.Member("all", items));
    return root;
  }

  private static MutableJson notes(String... texts) {
    var items = new MutableJson.Items();
    for (String text : texts) {
      items.all.add(new MutableJson.Text(text, MutableJson.Role.FREE));
    }
    var root = MutableJson.Members.ofRecord("Notes");
    root.all.add(new MutableJson.Member("texts", items));
    return root;
  }

  /** Returns the distinct texts that mutations of a document produce. */
  private static Set<String> mutate(Supplier<MutableJson> root, Set<Defect> defects) {
    var texts = new HashSet<String>();
    random()
        .random()
        .longs(200)
        .forEach(seed ->
            mutate(root.get(), defects, seed).ifPresent(document -> texts.add(document.text())));
    return texts;
  }

  private static Optional<MutatedDocument> mutate(
      MutableJson root, Set<Defect> defects, long seed) {
    return MutatedDocument.of(
        root, WhitespaceStyle.COMPACT, defects, new SeededRandom(seed), () -> "{}");
  }

  private static MutatedDocument mutate(MutableJson root, Defect defect) {
    return MutatedDocument.of(root, WhitespaceStyle.COMPACT, Set.of(defect), random(), () -> "")
        .orElseThrow();
  }

  private static SeededRandom random() {
    return new SeededRandom(1);
  }

  private static boolean isJson(String text) {
    try {
      JsonMapper.shared().readTree(text);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }
}
