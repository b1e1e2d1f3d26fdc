package org.atomicagents.model.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.atomicagents.model.ModelRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of batches and requests. */
class BatchRequestTest {
  private static final ModelRequest REQUEST = ModelRequest.of("m", List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "item-0_Z9",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void acceptsNamesThatAllProvidersAccept(String id) {
    assertThat(new BatchRequest(id, REQUEST).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a/b", "a.b"})
  void rejectsOtherCharacters(String id) {
    assertThatThrownBy(() -> new BatchRequest(id, REQUEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, found \"" + id + "\"");
  }

  @Test
  void rejectsLongNames() {
    assertThatThrownBy(() -> new BatchRequest("x".repeat(65), REQUEST))
        .hasMessage(
            "id: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, found \""
                + "x".repeat(64)
                + "…\"");
  }

  @Test
  void handlesAreEqualWhateverTheOrderOfTheirDetails() {
    var one = new BatchHandle("p", "p", "b", Map.of("model", "m", "file", "f"));

    assertThat(one).isEqualTo(new BatchHandle("p", "p", "b", Map.of("file", "f", "model", "m")));
    assertThat(one.details().keySet()).containsExactly("file", "model");
    assertThat(one).hasToString("p:b");
  }
}
