package org.atomicagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedAheadTest {

  @Test
  void isTheTextOfTheNextLine() {
    assertThat(TypedAhead.text("plain words")).isEqualTo("plain words");
    assertThat(TypedAhead.text("Gr\u00fc\u00dfe a\tb")).isEqualTo("Gr\u00fc\u00dfe a b");
  }

  @Test
  void aLineEndSendsNothing() {
    assertThat(TypedAhead.text("one\rtwo\r")).isEqualTo("one\ntwo");
    assertThat(TypedAhead.text("one\033\rtwo\r\nthree")).isEqualTo("one\ntwo\nthree");
    assertThat(TypedAhead.text("\033[200~pasted\rtext\033[201~")).isEqualTo("pasted\ntext");
  }

  @Test
  void whatMovesDoesNothing() {
    assertThat(TypedAhead.text("abc\033[D\033OD\033[1;5CX\033bY\033")).isEqualTo("abcXY");
    assertThat(TypedAhead.text("a\004\000\022b")).isEqualTo("ab");
  }

  @Test
  void backspaceTakesBackACodePoint() {
    assertThat(TypedAhead.text("\177a\ud83d\udc4d\177\b!")).isEqualTo("!");
  }
}
