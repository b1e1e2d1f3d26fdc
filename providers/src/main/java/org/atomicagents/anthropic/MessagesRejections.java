package org.atomicagents.anthropic;

import java.util.regex.Pattern;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.internal.provider.RejectionClassifier;

/**
 * A classifier of the requests that the Messages API rejects, by the text of the error.
 *
 * <p>Texts of this kind are {@code output_config.format.schema: For 'integer' type, property
 * 'minimum' is not supported}, {@code Schema is too complex}, {@code 'claude-opus-4-0' does not
 * support output format} and {@code tool_choice: type "tool" and "any" are not supported for this
 * model}. Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs.
 */
final class MessagesRejections implements RejectionClassifier {
  private static final Pattern SCHEMA =
      pattern(
          "output_config\\.format\\.schema|output_format\\.schema|input_schema"
              + "|schema is too complex|compiled grammar|recursive (definition|schema)"
              + "|in schema\\b|additionalProperties");
  private static final Pattern MODE =
      pattern(
          "output_config(\\.format)?:|output[_ ]format|structured[_ ]outputs?"
              + "|tool_choice|(?<![\\w.-])tools?(?![\\w-]|\\.[0-9a-z]| types)");
  private static final Pattern REFUSAL =
      pattern("not (yet |currently )?support|n't support|unsupported|not permitted|not available");

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  @Override
  public RejectedPart classify(int status, String message, String code) {
    if (status != 0 && status != 400 && status != 422) {
      return RejectedPart.REQUEST;
    }
    if (SCHEMA.matcher(message).find()) {
      return RejectedPart.SCHEMA;
    }
    boolean isMode = MODE.matcher(message).find() && REFUSAL.matcher(message).find();
    return isMode ? RejectedPart.MODE : RejectedPart.REQUEST;
  }
}
