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
  void findsAPlaceForEveryDefect(Defect defect) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(CorpusCase.drawn(Set.of(defect), seed)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Defect.class)
  void theSameSeedGivesTheSameText(Defect defect) {
    CorpusCase one = CorpusCase.drawn(Set.of(defect), 7).orElseThrow();
    CorpusCase other = CorpusCase.drawn(Set.of(defect), 7).orElseThrow();

    assertThat(one.spoilt()).isEqualTo(other.spoilt());
    assertThat(one.expected()).isEqualTo(other.expected());
  }

  @Test
  void takesEscapesOutOfATextAndDoubtsWhereItLooksLikeItsEnd() {
    MutatedDocument certain = spoilt(note("a \"b\" c"), Defect.INNER_QUOTES);
    MutatedDocument doubtful = spoilt(note(QUOTED), Defect.INNER_QUOTES);

    assertThat(certain.text()).isEqualTo("{\"text\":\"a \"b\" c\"}");
    assertThat(certain.certainty()).isEqualTo(ExpectedOutcome.CERTAIN);
    assertThat(doubtful.text()).isEqualTo("{\"text\":\"He said \"x\", \"y\" and left\"}");
    assertThat(doubtful.certainty()).isEqualTo(ExpectedOutcome.DOUBTFUL);
  }

  @Test
  void doesNotSpoilATextIntoAnotherValidOne() {
    var items = new MutableJson.Items();
    items.all.add(new MutableJson.Text("a\", \"b", MutableJson.Role.FREE));
    var root = MutableJson.Members.ofRecord("Notes");
    root.all.add(new MutableJson.Member("texts", items));

    assertThat(
            MutatedDocument.of(
                root, WhitespaceStyle.SPACED, Set.of(Defect.INNER_QUOTES), draw(), () -> ""))
        .isEmpty();
  }

  @Test
  void nothingIsRightBesidesWhatTheRuleSaysOfAnEarlyEnd() {
    for (long seed = 0; seed < 200; seed++) {
      var root = MutableJson.Members.ofRecord("Note");
      root.all.add(
          new MutableJson.Member("text", new MutableJson.Text("Done.", MutableJson.Role.FREE)));
      root.all.add(new MutableJson.Member("size", new MutableJson.Numeral("123", true)));
      Optional<MutatedDocument> cut =
          MutatedDocument.of(
              root, WhitespaceStyle.COMPACT, Set.of(Defect.CUT), new SeededRandom(seed), () -> "");

      String text = cut.orElseThrow().text();
      String right = text.startsWith("{\"text\":\"Done.\"") ? "{\"text\":\"Done.\"}" : "{}";
      assertThat(cut.orElseThrow().alsoRight()).as(text).containsExactly(right);
    }
  }

  @Test
  void aTextIsBareOnlyWhereItCanBeToldFromSomethingElse() {
    for (String text : List.of(" a", "a ", "\u00a0a", "a\u200b", "None", "null", "nil")) {
      assertThat(spoilt(() -> note(text), Set.of(Defect.BARE_VALUES))).as(text).isEmpty();
    }
    assertThat(spoilt(() -> notes("None", "a"), Set.of(Defect.BARE_VALUES)))
        .contains("{\"texts\":[None,a]}", "{\"texts\":[\"None\",a]}")
        .doesNotContain("{\"texts\":[None,\"a\"]}");
  }

  @Test
  void digitsInGroupsAreNotBareInAList() {
    assertThat(spoilt(MutatedDocumentTest::numbers, Set.of(Defect.THOUSANDS, Defect.BARE_VALUES)))
        .isNotEmpty()
        .doesNotContain("{\"all\":[1,319]}");
  }

  @Test
  void noCommaIsMissingWithinBareWords() {
    assertThat(spoilt(() -> notes("a", "b"), Set.of(Defect.BARE_VALUES, Defect.MISSING_COMMAS)))
        .isNotEmpty()
        .doesNotContain("{\"texts\":[a b]}");
  }

  @Test
  void aTextAloneHasNoOtherJsonBesideIt() {
    Supplier<MutableJson> root =
        () -> MutableJson.Members.around("value", new MutableJson.Text("a", MutableJson.Role.FREE));

    assertThat(spoilt(root, Set.of(Defect.UNWRAPPED, Defect.OTHER_JSON))).isEmpty();
  }

  @Test
  void aLiteralIsWholeWhereATextEndsBehindIt() {
    for (long seed : draw().random().longs(100).toArray()) {
      var root = MutableJson.Members.ofRecord("Flag");
      root.all.add(new MutableJson.Member("on", new MutableJson.Literal("true")));
      MutatedDocument cut = spoilt(root, Set.of(Defect.CUT), seed).orElseThrow();
      boolean whole = cut.text().equals("{\"on\":true");
      assertThat(cut.alsoRight()).as(cut.text()).containsExactly(whole ? "{\"on\":true}" : "{}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Defect.class,
      names = {"TRAILING_COMMAS", "MISSING_COMMAS", "COMMENTS", "SINGLE_QUOTES", "BARE_KEYS"})
  void leavesNoJson(Defect defect) {
    for (long seed = 0; seed < 50; seed++) {
      String text = CorpusCase.drawn(Set.of(defect), seed).orElseThrow().spoilt().text();
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

  /** All texts that come of a document. */
  private static Set<String> spoilt(Supplier<MutableJson> root, Set<Defect> defects) {
    var texts = new HashSet<String>();
    draw()
        .random()
        .longs(200)
        .forEach(
            seed -> spoilt(root.get(), defects, seed).ifPresent(each -> texts.add(each.text())));
    return texts;
  }

  private static Optional<MutatedDocument> spoilt(
      MutableJson root, Set<Defect> defects, long seed) {
    return MutatedDocument.of(
        root, WhitespaceStyle.COMPACT, defects, new SeededRandom(seed), () -> "{}");
  }

  private static MutatedDocument spoilt(MutableJson root, Defect defect) {
    return MutatedDocument.of(root, WhitespaceStyle.COMPACT, Set.of(defect), draw(), () -> "")
        .orElseThrow();
  }

  private static SeededRandom draw() {
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
