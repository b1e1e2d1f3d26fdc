package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedRequestTest {

  @Test
  void describesTheBodyAndTheHeadersByTheirSize() {
    var request =
        new RecordedRequest(
            "POST",
            "/v1/chat/completions",
            Map.of("x-echo", List.of("swordfish")),
            "{\"messages\":\"swordfish\"}",
            Fault.status(503));

    assertThat(request)
        .hasToString(
            "RecordedRequest[POST /v1/chat/completions, headers=1, body=24 characters, fault="
                + Fault.status(503)
                + "]");
  }
}
