package org.atomicagents.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutResponseTest {

  @Test
  void returnsTheTextUpToTheEndOfTheJson() {
    assertThat(CutResponse.completeJson("{\"a\":1}")).isEqualTo("{\"a\":1}");
    assertThat(CutResponse.completeJson("```json\n{\"a\":[1]}\n```\nThis object is a JSON obj"))
        .isEqualTo("```json\n{\"a\":[1]}");
    assertThat(CutResponse.completeJson("Sure: {\"a\":\"}\\\"\"} and so on and so"))
        .isEqualTo("Sure: {\"a\":\"}\\\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{\"a\":1",
        "{\"a\":\"x}",
        "{\"a\":1}, \"b\":2, \"c",
        "{\"a\":1} or rather {\"a\":2",
        "{\"a\":1} or rather {\"a\":2}",
        "see [1] {\"a\":1",
        "For example, {\"a\":1}. The value of this text is",
        "The format is {\"a\":1}",
        "{\"a\":1}}",
        "{\"a\":\"\\"
      })
  void isNullIfMoreMayBeMissing(String text) {
    assertThat(CutResponse.completeJson(text)).isNull();
  }
}
