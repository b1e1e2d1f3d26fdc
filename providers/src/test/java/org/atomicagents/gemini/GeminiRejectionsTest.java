package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.error.BadRequestException.RejectedPart;
import org.junit.jupiter.api.Test;

/** Tests of the classification of errors with texts that Google has sent. */
class GeminiRejectionsTest {
  private final GeminiRejections rejections = new GeminiRejections();

  @Test
  void aModeThatTheModelDoesNotHaveIsRecognized() {
    assertPart(RejectedPart.MODE, "JSON mode is not enabled for models/gemma-3-27b-it");
    assertPart(RejectedPart.MODE, "Function calling is not enabled for models/gemma-3-27b-it");
    assertPart(
        RejectedPart.MODE,
        "Function calling with a response mime type: 'application/json' is unsupported");
    assertPart(
        RejectedPart.MODE,
        "Invalid JSON payload received. Unknown name \"responseJsonSchema\" at"
            + " 'generation_config': Cannot find field.");
    assertPart(
        RejectedPart.MODE,
        "Forced function calling (mode = ANY) is not supported for model gemini-x.");
  }

  @Test
  void aSchemaThatTheModelDoesNotAcceptIsRecognized() {
    assertPart(
        RejectedPart.SCHEMA,
        "The specified schema produces a constraint that has too many states for serving.");
    assertPart(
        RejectedPart.SCHEMA,
        "* GenerateContentRequest.generation_config.response_schema.properties[a].items: missing"
            + " field.");
    assertPart(
        RejectedPart.SCHEMA,
        "* GenerateContentRequest.tools[0].function_declarations[0].parameters.properties: should"
            + " be non-empty for OBJECT type");
    assertPart(
        RejectedPart.SCHEMA,
        "Unable to submit request because `f` functionDeclaration `parameters.a` schema specified"
            + " other fields alongside any_of.");
  }

  @Test
  void anyOtherErrorConcernsTheRequest() {
    assertPart(
        RejectedPart.REQUEST,
        "models/gemini-x is not found for API version v1beta, or is not supported for"
            + " generateContent.");
    assertPart(RejectedPart.REQUEST, "Request contains an invalid argument.");
    assertPart(
        RejectedPart.REQUEST,
        "Please ensure that the number of function response parts is equal to the number of"
            + " function call parts of the function call turn.");
    assertThat(rejections.classify(500, "JSON mode is not enabled", ""))
        .isEqualTo(RejectedPart.REQUEST);
    assertThat(rejections.isRejection(503, "JSON mode is not enabled")).isFalse();
  }

  private void assertPart(RejectedPart part, String message) {
    assertThat(rejections.classify(400, message, "400 invalid_argument"))
        .as(message)
        .isEqualTo(part);
  }
}
