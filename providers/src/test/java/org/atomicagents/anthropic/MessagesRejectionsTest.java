package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.error.BadRequestException.RejectedPart;
import org.junit.jupiter.api.Test;

/** Tests of the classification of rejected requests by their messages. */
class MessagesRejectionsTest {

  @Test
  void rejectedSchemas() {
    assertPart(
        RejectedPart.SCHEMA,
        "output_config.format.schema: For 'integer' type, property 'minimum' is not supported");
    assertPart(RejectedPart.SCHEMA, "Schema is too complex");
    assertPart(RejectedPart.SCHEMA, "Too many recursive definitions in schema");
    assertPart(RejectedPart.SCHEMA, "tools.0.custom.input_schema: JSON schema is invalid.");
    assertPart(
        RejectedPart.SCHEMA,
        "For 'object' type, 'additionalProperties' must be explicitly set to false");
  }

  @Test
  void rejectedModes() {
    assertPart(RejectedPart.MODE, "'claude-opus-4-20250514' does not support output format.");
    assertPart(RejectedPart.MODE, "output_config: Extra inputs are not permitted");
    assertPart(
        RejectedPart.MODE,
        "tool_choice: type \"tool\" and \"any\" are not supported for this model.");
    assertPart(RejectedPart.MODE, "This model does not support tools.");
  }

  @Test
  void otherRejections() {
    assertPart(
        RejectedPart.REQUEST,
        "This model does not support effort level 'xhigh'. Supported levels: high, low.");
    assertPart(
        RejectedPart.REQUEST,
        "'claude-opus-5-5' does not support tool types: computer_20251124. Did you mean one of");
    assertPart(RejectedPart.REQUEST, "\"thinking.type.disabled\" is not supported for this model.");
    assertPart(RejectedPart.REQUEST, "role 'system' is not supported on this model");
    assertPart(RejectedPart.REQUEST, "messages.0: text content blocks must be non-empty");
    assertThat(new MessagesRejections().classify(404, "Schema is too complex", ""))
        .isEqualTo(RejectedPart.REQUEST);
  }

  private static void assertPart(RejectedPart expected, String message) {
    assertThat(new MessagesRejections().classify(400, message, "invalid_request_error"))
        .as(message)
        .isEqualTo(expected);
  }
}
