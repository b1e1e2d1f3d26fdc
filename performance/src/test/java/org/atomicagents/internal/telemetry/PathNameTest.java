package org.atomicagents.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $                          | $
          $.lines[2].sku             | $.lines[].sku
          $.lines[2][31]             | $.lines[][]
          $.notes["Jane Doe"].age[1] | $.notes[*].age[]
          $.notes["a\\"b]\\\\"].c[3]   | $.notes[*].c[]
          $.notes["not closed        | $.notes[*
          $.notes["                  | $.notes[*
          $.notes[                   | $.notes[
          """)
  void hasNoIndicesAndNoQuotedKeys(String path, String name) {
    assertThat(PathName.of(path)).isEqualTo(name);
  }

  @Test
  void isShort() {
    assertThat(PathName.of("$" + ".a".repeat(1_000_000))).hasSizeLessThanOrEqualTo(121);
    assertThat(PathName.of("$[\"" + "a\n".repeat(1_000_000) + "\"].b")).isEqualTo("$[*].b");
  }
}
