package org.atomicagents.testing.internal.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.atomicagents.testing.internal.Draw;
import org.atomicagents.testing.internal.corpus.Case;
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
