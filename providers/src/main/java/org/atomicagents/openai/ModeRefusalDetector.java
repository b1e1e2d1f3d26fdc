package org.atomicagents.openai;

import java.util.regex.Pattern;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.internal.provider.RejectionClassifier;

/**
 * A classifier that detects, from an error message, whether a provider refuses a response mode.
 *
 * <p>Messages of this kind are {@code 'response_format' of type 'json_schema' is not supported with
 * this model} (OpenAI), {@code This response_format type is unavailable now} and {@code Thinking
 * mode does not support this tool_choice} (DeepSeek), {@code No endpoints found that support tool
 * use} (OpenRouter), {@code llama3:8b does not support tools} (Ollama), {@code invalid schema for
 * response format: ... minItems is not supported} (Groq).
 */
final class ModeRefusalDetector implements RejectionClassifier {
  /** Codes of an invalid response of the model to a valid request. */
  private static final Pattern FAILED_GENERATION =
      Pattern.compile("json_validate_failed|tool_use_failed|failed_generation");

  private static final Pattern MODE_TERMS =
      pattern(
          "response[_ ]?format|text\\.format|json[_ ](schema|object|mode)|structured[_"
              + " ]?outputs?|guided[_ ]json|(?<![\\w-])tools?(?![\\w-])|tool[_"
              + " ](choice|use|calls?|calling)|function[_ ](calls?|calling|tools)|requested"
              + " parameters|(?<![\\w-])(top_)?logprobs(?![\\w-])");

  private static final Pattern REFUSAL_TERMS =
      pattern(
          "not (currently |yet )?(supported|available|allowed|permitted|enabled|implemented)"
              + "|not (currently |yet )?support\\b|n't support|unsupported|unavailable"
              + "|unrecognized|unknown|unexpected (keyword|field|parameter)"
              + "|not one of the allowed|extra (inputs|fields)|no endpoints found"
              + "|requires? --|can(no|')t be used");

  private static final Pattern STRICT_TERMS = pattern("(?<![\\w-])strict(?![\\w-])");

  private static final Pattern SCHEMA_TERMS =
      pattern(
          "invalid_json_schema|(invalid|unsupported|unrecognized) (json )?schema\\b"
              + "|schema conversion failed|failed to (parse|initialize) (grammar|samplers)"
              + "|(?<!_)\\bschema is (too|not)");

  /** The text that llama.cpp returns with status 500 for a mode that is not enabled. */
  private static final Pattern MISSING_SERVER_OPTION = pattern("requires --jinja");

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  @Override
  public RejectedPart classify(int status, String message, String code) {
    boolean mayBeRefusal = status == 0 || status == 400 || status == 404 || status == 422;
    if (!mayBeRefusal && !isRejection(status, message)) {
      return RejectedPart.REQUEST;
    }
    if (FAILED_GENERATION.matcher(code).find()) {
      return RejectedPart.REQUEST;
    }
    String text = message + " " + code;
    if (SCHEMA_TERMS.matcher(text).find()) {
      return RejectedPart.SCHEMA;
    }
    if (!REFUSAL_TERMS.matcher(text).find()) {
      return RejectedPart.REQUEST;
    }
    if (STRICT_TERMS.matcher(text).find()) {
      return RejectedPart.STRICTNESS;
    }
    return MODE_TERMS.matcher(text).find() ? RejectedPart.MODE : RejectedPart.REQUEST;
  }

  @Override
  public boolean isRejection(int status, String message) {
    return status >= 500 && MISSING_SERVER_OPTION.matcher(message).find();
  }
}
