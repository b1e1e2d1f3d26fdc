package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests that the simulator accepts the requests that Gemini accepted, and no others. */
class RecordedGeminiRequestTest {
  /** The starts of Google's replacements for signatures of other models, in Base64. */
  private static final List<String> REPLACEMENTS =
      List.of("c2tpcF90aG91Z2h0X3NpZ25hdHVyZV", "Y29udGV4dF9lbmdpbmVlcmluZ19pc1");

  @Test
  void thereAreRequests() throws Exception {
    assertThat(RecordedRequests.of("gemini")).hasSizeGreaterThan(60);
  }

  /** A request with status 400 names an address that Google could not read: nothing to simulate. */
  @TestFactory
  Stream<DynamicTest> respondsAsGoogleDid() throws Exception {
    return RecordedRequests.of("gemini").stream()
        .filter(request -> request.status() != 400)
        .map(request -> DynamicTest.dynamicTest(request.name(), () -> check(request)));
  }

  private static void check(RecordedRequests.SentRequest request) throws Exception {
    ObjectNode body = request.body().deepCopy();
    boolean wasSigned = replaceSignatures(body);
    var builder = SimulatedProvider.builder();
    if (request.status() == 404) {
      builder.models("gemini-3.8-flash");
    }
    try (var provider = builder.start()) {
      var http = new SimulatedHttpClient(provider);

      HttpResponse<String> response = http.post(request.path(), body.toString());
      HttpResponse<String> foreign = http.post(request.path(), request.body().toString());

      assertThat(response.statusCode()).as(response.body()).isEqualTo(request.status());
      if (wasSigned) {
        assertThat(foreign.body()).contains("Invalid thought signature.");
      }
    }
  }

  // The signatures of the real provider are foreign to the simulated one.
  private static boolean replaceSignatures(ObjectNode body) {
    boolean replaced = false;
    for (JsonNode content : body.path("contents")) {
      for (JsonNode part : content.path("parts")) {
        for (String name : List.of("thoughtSignature", "thought_signature")) {
          boolean isReal =
              part.has(name)
                  && REPLACEMENTS.stream().noneMatch(part.get(name).stringValue()::startsWith);
          if (isReal) {
            ((ObjectNode) part).put(name, "skip_thought_signature_validator");
          }
          replaced |= isReal;
        }
      }
    }
    return replaced;
  }
}
