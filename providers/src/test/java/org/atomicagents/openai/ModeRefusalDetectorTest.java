package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.internal.provider.WireJson;
import org.junit.jupiter.api.Test;

/** Tests with error messages of real providers. */
class ModeRefusalDetectorTest {

  @Test
  void detectsARefusedMode() {
    for (String message :
        List.of(
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this"
                + " model. Learn more about supported models at the Structured Outputs guide.",
            "Unsupported parameter: 'tools' is not supported with this model.",
            "tools is not supported in this model. For a list of supported models, refer to ...",
            "This response_format type is unavailable now",
            "Failed to deserialize the JSON body into the target type: response_format:"
                + " response_format.type `json_schema` is unavailable now at line 1 column 12440",
            "Thinking mode does not support this tool_choice",
            "deepseek-reasoner does not support this tool_choice",
            "This model does not support response format `json_schema`. See supported models.",
            "'response_format.type' : value is not one of the allowed values"
                + " ['text','json_object']",
            "registry.ollama.ai/library/gemma3:4b does not support tools",
            "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be"
                + " set",
            "Function calling is not enabled for models/gemma-3-1b-it")) {
      assertThat(rejectedPart(400, message)).as(message).isEqualTo(RejectedPart.MODE);
    }
    for (String message :
        List.of(
            "No endpoints found that support tool use. To learn more about provider routing, visit:"
                + " https://openrouter.ai/docs/provider-routing",
            "No endpoints found that support the provided 'tool_choice' value.",
            "No endpoints found that can handle the requested parameters.")) {
      assertThat(rejectedPart(404, message)).as(message).isEqualTo(RejectedPart.MODE);
    }
    assertThat(rejectedPart(500, "tools param requires --jinja flag")).isEqualTo(RejectedPart.MODE);
  }

  @Test
  void detectsARefusedSchema() {
    for (String message :
        List.of(
            "Invalid schema for response_format 'Line': In context=('properties', 'sku'),"
                + " 'minLength' is not permitted.",
            "invalid schema for response format: response_format/json_schema/next_step: minItems is"
                + " not supported",
            "Invalid schema for function 'Line': schema must be a JSON Schema of 'type:"
                + " \"object\"'",
            "JSON schema conversion failed: Unrecognized schema: {}")) {
      assertThat(rejectedPart(400, message)).as(message).isEqualTo(RejectedPart.SCHEMA);
    }
  }

  @Test
  void detectsRefusedStrictness() {
    assertThat(
            rejectedPart(
                422, "body.response_format.json_schema.strict: Extra inputs are not permitted"))
        .isEqualTo(RejectedPart.STRICTNESS);
    assertThat(rejectedPart(400, "strict mode is not supported for this model"))
        .isEqualTo(RejectedPart.STRICTNESS);
  }

  @Test
  void classifiesOtherErrorsAsRejectedRequests() {
    for (String message :
        List.of(
            "Unsupported value: 'messages[0].role' does not support 'developer' with this model.",
            "Unsupported parameter: 'max_tokens' is not supported with this model.",
            "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
            "Invalid parameter: messages with role 'tool' must be a response to a preceding message"
                + " with 'tool_calls'.",
            "The image type is not supported.",
            "Invalid value for 'temperature': expected 0 to 2.")) {
      assertThat(rejectedPart(400, message)).as(message).isEqualTo(RejectedPart.REQUEST);
    }
    assertThat(rejectedPart(404, "The model `x` does not exist or you do not have access to it."))
        .isEqualTo(RejectedPart.REQUEST);
  }

  @Test
  void anInvalidResponseOfTheModelIsNoRefusal() {
    String body =
        "{\"error\":{\"message\":\"Tool choice is required, but model did not call a tool\","
            + "\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\"}}";

    assertThat(FailingCalls.failure(BadRequestException.class, 400, body).rejectedPart())
        .isEqualTo(RejectedPart.REQUEST);
  }

  private static RejectedPart rejectedPart(int status, String message) {
    String body =
        WireJson.JsonTreeReader.MAPPER
            .createObjectNode()
            .set(
                "error",
                WireJson.JsonTreeReader.MAPPER
                    .createObjectNode()
                    .put("message", message)
                    .put("type", "invalid_request_error"))
            .toString();
    return FailingCalls.failure(BadRequestException.class, status, body).rejectedPart();
  }
}
