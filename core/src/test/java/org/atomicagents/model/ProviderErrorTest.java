package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.atomicagents.error.ProviderError;
import org.junit.jupiter.api.Test;

class ProviderErrorTest {

  @Test
  void treatsAbsentTextsAsEmpty() {
    var error = new ProviderError("acme", 500, null, null, null, null);

    assertThat(error).isEqualTo(new ProviderError("acme", 500, null, "", ""));
  }

  @Test
  void namesTheMissingProvider() {
    assertThatThrownBy(() -> new ProviderError(null, 500, null, "message", "body"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("provider");
  }

  @Test
  void truncatesLongTexts() {
    String body = "x".repeat(ProviderError.MAX_BODY_LENGTH);

    assertThat(new ProviderError("acme", 500, null, "", body + "y").body()).isEqualTo(body + "…");
  }

  @Test
  void keepsHeadersInLowerCaseWithoutCookies() {
    var error =
        new ProviderError(
            "acme",
            429,
            null,
            "",
            "",
            Map.of("Retry-After", List.of("3"), "Set-Cookie", List.of("session=1")));

    assertThat(error.headers()).isEqualTo(Map.of("retry-after", List.of("3")));
    assertThat(error)
        .hasToString(
            "ProviderError[acme, 429, request null, message=0 characters, body=0 characters]");
  }
}
