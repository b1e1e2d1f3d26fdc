package org.atomicagents.corpus.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.atomicagents.corpus.Case;
import org.atomicagents.testing.internal.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class SpoiltTest {
  private static final String QUOTED = "He said \"x\", \"y\" and left";

  @ParameterizedTest
  @EnumSource(Defect.class)
  void findsAPlaceForEveryDefect(Defect defect) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Case.drawn(Set.of(defect), seed)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Defect.class)
  void theSameSeedGivesTheSameText(Defect defect) {
    Case one = Case.drawn(Set.of(defect), 7).orElseThrow();
    Case other = Case.drawn(Set.of(defect), 7).orElseThrow();

    assertThat(one.spoilt()).isEqualTo(other.spoilt());
    assertThat(one.expected()).isEqualTo(other.expected());
  }

  @Test
  void takesEscapesOutOfATextAndDoubtsWhereItLooksLikeItsEnd() {
    Spoilt certain = spoilt(note("a \"b\" c"), Defect.INNER_QUOTES);
    Spoilt doubtful = spoilt(note(QUOTED), Defect.INNER_QUOTES);

    assertThat(certain.text()).isEqualTo("{\"text\":\"a \"b\" c\"}");
    assertThat(certain.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(doubtful.text()).isEqualTo("{\"text\":\"He said \"x\", \"y\" and left\"}");
    assertThat(doubtful.certainty()).isEqualTo(Certainty.DOUBTFUL);
  }

  @Test
  void doesNotSpoilATextIntoAnotherValidOne() {
    var items = new Piece.Items();
    items.all.add(new Piece.Text("a\", \"b", Piece.Role.FREE));
    var root = Piece.Members.ofRecord("Notes");
    root.all.add(new Piece.Member("texts", items));

    assertThat(Spoilt.of(root, Layout.SPACED, Set.of(Defect.INNER_QUOTES), draw(), () -> ""))
        .isEmpty();
  }

  @Test
  void nothingIsRightBesidesWhatTheRuleSaysOfAnEarlyEnd() {
    for (long seed = 0; seed < 200; seed++) {
      var root = Piece.Members.ofRecord("Note");
      root.all.add(new Piece.Member("text", new Piece.Text("Done.", Piece.Role.FREE)));
      root.all.add(new Piece.Member("size", new Piece.Numeral("123", true)));
      Optional<Spoilt> cut =
          Spoilt.of(root, Layout.COMPACT, Set.of(Defect.CUT), new Draw(seed), () -> "");

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
    assertThat(spoilt(SpoiltTest::numbers, Set.of(Defect.THOUSANDS, Defect.BARE_VALUES)))
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
    Supplier<Piece> root =
        () -> Piece.Members.around("value", new Piece.Text("a", Piece.Role.FREE));

    assertThat(spoilt(root, Set.of(Defect.UNWRAPPED, Defect.OTHER_JSON))).isEmpty();
  }

  @Test
  void aLiteralIsWholeWhereATextEndsBehindIt() {
    for (long seed : draw().random().longs(100).toArray()) {
      var root = Piece.Members.ofRecord("Flag");
      root.all.add(new Piece.Member("on", new Piece.Literal("true")));
      Spoilt cut = spoilt(root, Set.of(Defect.CUT), seed).orElseThrow();
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
      String text = Case.drawn(Set.of(defect), seed).orElseThrow().spoilt().text();
      assertThat(isJson(text)).as(text).isFalse();
    }
  }

  private static Piece note(String text) {
    var root = Piece.Members.ofRecord("Note");
    root.all.add(new Piece.Member("text", new Piece.Text(text, Piece.Role.FREE)));
    return root;
  }

  private static Piece numbers() {
    var items = new Piece.Items();
    items.all.add(new Piece.Numeral("1319", true));
    var root = Piece.Members.ofRecord("Numbers");
    root.all.add(new Piece.Member("all", items));
    return root;
  }

  private static Piece notes(String... texts) {
    var items = new Piece.Items();
    for (String text : texts) {
      items.all.add(new Piece.Text(text, Piece.Role.FREE));
    }
    var root = Piece.Members.ofRecord("Notes");
    root.all.add(new Piece.Member("texts", items));
    return root;
  }

  /** All texts that come of a document. */
  private static Set<String> spoilt(Supplier<Piece> root, Set<Defect> defects) {
    var texts = new HashSet<String>();
    draw()
        .random()
        .longs(200)
        .forEach(
            seed -> spoilt(root.get(), defects, seed).ifPresent(each -> texts.add(each.text())));
    return texts;
  }

  private static Optional<Spoilt> spoilt(Piece root, Set<Defect> defects, long seed) {
    return Spoilt.of(root, Layout.COMPACT, defects, new Draw(seed), () -> "{}");
  }

  private static Spoilt spoilt(Piece root, Defect defect) {
    return Spoilt.of(root, Layout.COMPACT, Set.of(defect), draw(), () -> "").orElseThrow();
  }

  private static Draw draw() {
    return new Draw(1);
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
