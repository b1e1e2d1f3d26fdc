package org.atomicagents.gemini;

import java.util.regex.Pattern;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.internal.provider.RejectionClassifier;

/**
 * The classification of rejected requests by the text of the error, such as {@code JSON mode is not
 * enabled for models/gemma-3-1b-it}.
 */
final class GeminiRejections implements RejectionClassifier {
  private static final Pattern SCHEMA =
      Pattern.compile(
          "response_?(?:json_?)?schema|parameters_?(?:json_?)?schema|too many states"
              + "|schema (?:is too|produces|exceeds)|function_?declarations?\\b|\\$ref\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MODE =
      Pattern.compile(
          "json mode|function calling|response_?mime_?type|(?:forced|allowed) function",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REFUSAL =
      Pattern.compile(
          "not (?:enabled|supported|available|allowed)|unsupported|cannot find field|n't support",
          Pattern.CASE_INSENSITIVE);

  @Override
  public RejectedPart classify(int status, String message, String code) {
    if (status != 400 && status != 404) {
      return RejectedPart.REQUEST;
    }
    boolean isRefusal = REFUSAL.matcher(message).find();
    if (SCHEMA.matcher(message).find()) {
      // A field that the server does not know is a mode that it does not have.
      return message.contains("Cannot find field") ? RejectedPart.MODE : RejectedPart.SCHEMA;
    }
    return isRefusal && MODE.matcher(message).find() ? RejectedPart.MODE : RejectedPart.REQUEST;
  }
}
