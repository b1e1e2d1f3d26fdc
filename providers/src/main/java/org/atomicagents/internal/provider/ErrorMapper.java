package org.atomicagents.internal.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Maps an error response, or an error inside a response, to the exception for the caller.
 *
 * <p>Codes: https://platform.openai.com/docs/guides/error-codes,
 * https://openrouter.ai/docs/api-reference/errors, https://console.groq.com/docs/errors,
 * https://api-docs.deepseek.com/quick_start/error_codes,
 * https://ai.google.dev/gemini-api/docs/troubleshooting.
 */
final class ErrorMapper {
  private static final Pattern CONTEXT_TOO_LARGE =
      Pattern.compile(
          "maximum context length|context (window|size|length|limit)|exceed_context_size"
              + "|prompt is too long|too many tokens|input is too long"
              + "|exceeds the maximum number of tokens allowed",
          Pattern.CASE_INSENSITIVE);
  // At most 18 digits: longer numbers overflow a long and cannot be token counts.
  private static final Pattern CONTEXT_WINDOW =
      Pattern.compile(
          "(?:maximum context length (?:is|of)|available context size \\() ?(\\d{1,18}) tokens"
              + "|maximum number of tokens allowed \\(?(\\d{1,18})",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REQUESTED_TOKENS =
      Pattern.compile(
          "(?:resulted in|requested(?: about)?|request \\() ?(\\d{1,18}) tokens"
              + "|input token count \\(?(\\d{1,18})",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REQUEST_TOO_LARGE =
      Pattern.compile(
          "request too large|(reduce|shorten) (your|the) (message|prompt|input|request)"
              + "|must be reduced",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LIMIT_AND_REQUESTED =
      Pattern.compile("Limit:? (\\d{1,18}),(?: Used:? \\d+,)? Requested:? (\\d{1,18})(?!\\d)");
  private static final Pattern QUOTA_CODE =
      // A daily quota of Google has an id such as "GenerateRequestsPerDayPerProjectPerModel".
      Pattern.compile("insufficient_quota|billing|credit|payment|perday");
  private static final Pattern QUOTA_TEXT =
      Pattern.compile(
          "insufficient[_ ](quota|credit|balance|funds)|exceeded your current quota"
              + "|credit balance|out of credits|more credits|billing (hard )?limit"
              + "|specified api usage limits",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CAPACITY =
      Pattern.compile(
          "concurren(t|cy)|overload|(exceeded|no|insufficient|out of|at)( your| free| available)?"
              + " capacity|capacity (limit|exceeded|constraint)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern PERIOD =
      Pattern.compile(
          "per[- ](second|sec|minute|min)\\b|\\b(RPM|TPM|RPS)\\b", Pattern.CASE_INSENSITIVE);

  private final String agent;
  private final ProviderError error;
  private final ErrorBody body;
  private final @Nullable Duration retryAfter;
  private final RejectionClassifier rejections;

  private ErrorMapper(
      String agent,
      ProviderError error,
      ErrorBody body,
      @Nullable Duration retryAfter,
      RejectionClassifier rejections) {
    this.agent = agent;
    this.error = error;
    this.body = body;
    this.retryAfter = retryAfter;
    this.rejections = rejections;
  }

  /**
   * An error response.
   *
   * @param status the HTTP status; 0 for an error inside a 2xx response, whose body may contain one
   * @param headers the redacted response headers, with names in lower case
   * @param body the redacted body
   * @param address the request's method and URL, for the message if the body contains none
   */
  record ErrorResponse(
      int status, Map<String, List<String>> headers, String body, String address) {}

  /**
   * Returns the exception for an error response.
   *
   * @param redactor removes secrets from the texts of the response, whose escapes are decoded
   */
  static AgentException map(
      String agent,
      String provider,
      ErrorResponse response,
      RejectionClassifier rejections,
      TimeSource time,
      UnaryOperator<String> redactor) {
    ErrorBody body = ErrorBody.of(response.body()).map(redactor);
    String message = body.message();
    var error =
        new ProviderError(
            provider,
            response.status() == 0 ? body.status() : response.status(),
            requestId(response.headers(), body, redactor),
            message == null ? describeBody(response.body(), response.address()) : message,
            response.body(),
            response.headers());
    Duration retryAfter = RetryAfter.parse(response.headers(), time);
    return new ErrorMapper(
            agent, error, body, retryAfter == null ? body.retryDelay() : retryAfter, rejections)
        .toException();
  }

  private AgentException toException() {
    int status = error.status();
    if (isContextTooLarge(status)) {
      return contextTooLarge();
    }
    if (rejections.isRejection(status, error.message())) {
      return rejected();
    }
    if (body.code().contains("api_key_invalid")) {
      return UnauthorizedException.of(error);
    }
    return switch (status) {
      case 400 ->
          QUOTA_TEXT.matcher(error.message()).find()
              ? RateLimitedException.of(error, Kind.QUOTA, retryAfter)
              : rejected();
      case 401, 403 -> UnauthorizedException.of(error);
      case 402, 429 -> RateLimitedException.of(error, limitKind(), retryAfter);
      case 413 ->
          isRequestTooLarge()
              ? RateLimitedException.of(error, Kind.REQUEST_TOO_LARGE, retryAfter)
              : rejected();
      case 408, 409, 425, 498 -> UnavailableException.of(error, retryAfter);
      case 501, 505 -> rejected();
      case 0 -> exceptionByCode();
      default -> status >= 500 ? UnavailableException.of(error, retryAfter) : rejected();
    };
  }

  /** Returns the exception for an error inside a stream, which has a code but no status. */
  private AgentException exceptionByCode() {
    String code = body.code();
    if (code.contains("rate_limit")
        || code.contains("resource_exhausted")
        || QUOTA_CODE.matcher(code).find()) {
      return RateLimitedException.of(error, limitKind(), retryAfter);
    }
    if (code.contains("authentication")
        || code.contains("permission_error")
        || code.contains("invalid_api_key")) {
      return UnauthorizedException.of(error);
    }
    boolean isRejected =
        code.contains("invalid") || code.contains("not_found") || code.contains("too_large");
    return isRejected ? rejected() : UnavailableException.of(error, retryAfter);
  }

  private AgentException rejected() {
    return BadRequestException.of(
        error, rejections.classify(error.status(), error.message(), body.code()));
  }

  private boolean isContextTooLarge(int status) {
    boolean plausible =
        status == 400 || status == 413 || status == 422 || status == 500 || status == 0;
    return body.code().contains("context_length_exceeded")
        || (plausible
            && (CONTEXT_TOO_LARGE.matcher(body.code()).find()
                || CONTEXT_TOO_LARGE.matcher(error.message()).find()));
  }

  private AgentException contextTooLarge() {
    long window = parseNumber(CONTEXT_WINDOW, error.message());
    long requested = parseNumber(REQUESTED_TOKENS, error.message());
    return window > 0 && requested > window
        ? ContextTooLargeException.of(agent, requested, window)
        : ContextTooLargeException.of(agent, error);
  }

  private Kind limitKind() {
    if (isRequestTooLarge()) {
      return Kind.REQUEST_TOO_LARGE;
    }
    if (error.status() == 402 || QUOTA_CODE.matcher(body.code()).find()) {
      return Kind.QUOTA;
    }
    if (CAPACITY.matcher(body.code()).find() || CAPACITY.matcher(error.message()).find()) {
      return Kind.CAPACITY;
    }
    // The text of a temporary limit may also mention a quota or billing: "upgrade at .../billing".
    boolean temporary =
        body.code().contains("rate_limit")
            || body.code().contains("perminute")
            || retryAfter != null
            || PERIOD.matcher(error.message()).find();
    return !temporary && QUOTA_TEXT.matcher(error.message()).find() ? Kind.QUOTA : Kind.RATE;
  }

  private boolean isRequestTooLarge() {
    Matcher numbers = LIMIT_AND_REQUESTED.matcher(error.message());
    return numbers.find()
        ? Long.parseLong(numbers.group(2)) > Long.parseLong(numbers.group(1))
        : REQUEST_TOO_LARGE.matcher(error.message()).find();
  }

  private static long parseNumber(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return 0;
    }
    return Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  private static String describeBody(String text, String address) {
    String excerpt = text.isBlank() ? "empty body" : text.strip();
    return excerpt + " (from " + address + ")";
  }

  private static @Nullable String requestId(
      Map<String, List<String>> headers, ErrorBody body, UnaryOperator<String> redactor) {
    for (String name : List.of("x-request-id", "request-id", "apim-request-id")) {
      List<String> ids = headers.get(name);
      if (ids != null) {
        return redactor.apply(ids.getFirst());
      }
    }
    return body.requestId();
  }
}
