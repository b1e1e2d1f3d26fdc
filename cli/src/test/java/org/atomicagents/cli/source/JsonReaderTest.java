package org.atomicagents.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.atomicagents.cli.source.SourceNode.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {

  @Test
  void preservesEveryValueAndItsPosition() {
    String json = "{\"a\":[1,2.50,true,null,\"x\"],\"b\":{}}";

    SourceNode root = JsonReader.read("f.json", json);

    assertThat(root.json().toString()).isEqualTo(json);
    assertThat(root.size()).isEqualTo(8);
    assertThat(((Mapping) root).entries().get("b").position()).hasToString("f.json:1:29");
    assertThat(((Mapping) root).get("b").position()).hasToString("f.json:1:33");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1, \"a\":2} | f.json:1:9: duplicate key \"a\", first used in line 1",
        "{} {} | f.json:1:4: expected one JSON value, found a second one",
        "`` | f.json:1:1: expected JSON, found nothing",
        "{\"a\":} | f.json:1:6: invalid JSON: Unexpected character ('}' (code 125)): expected a"
            + " value",
      })
  void reportsThePositionOfAnError(String json, String message) {
    assertThatThrownBy(() -> JsonReader.read("f.json", json))
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }

  @Test
  void limitsTheDepth() {
    assertThatThrownBy(() -> JsonReader.read("f.json", "[".repeat(1 << 20)))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("f.json:1:1: invalid JSON: Document nesting depth (501)");
  }
}
