package org.atomicagents.langchain4j;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A mapper of the exceptions of LangChain4j and of its HTTP clients to those of one request.
 *
 * <p>Not thread-safe.
 */
final class FailureMapper {
  private static final int MAX_CAUSES = 20;
  private static final String JACKSON = "com.fasterxml.jackson.";

  private static final Pattern CONTEXT_TOO_LARGE =
      pattern(
          "maximum context length|context[ _](window|size|length)|prompt is too long"
              + "|too many (input )?tokens|input is too long");
  private static final Pattern QUOTA =
      pattern("insufficient[ _](quota|credit|balance|funds)|exceeded your current quota|billing");
  // Texts of limits per minute mention quotas and billing, too.
  private static final Pattern RATE = pattern("per ?min|rate limit reached");
  private static final Pattern CAPACITY = pattern("concurren(t|cy)|overload");
  private static final Pattern MODE =
      pattern(
          "response[ _]?format|json[ _](schema|object|mode|response)|structured[ _]?outputs?"
              + "|\\btools?\\b|tool[ _]?choice|function[ _]call");
  private static final Pattern REFUSAL =
      pattern(
          "not (currently |yet )?(supported|available|allowed|permitted|enabled|implemented)"
              + "|n[o']t support|unsupported|unrecognized|unknown");
  private static final Pattern SCHEMA =
      pattern(
          "JsonSchemaElement|JsonRawSchema|root element|invalid_json_schema"
              + "|(invalid|unsupported) (json )?schema\\b|invalid schema for");

  private final String provider;
  private final String agent;
  private final @Nullable OutputFormat output;
  private final TimeSource time;
  private final long start;

  /**
   * Creates a mapper for a request that begins now.
   *
   * @param output the format of the request; null for free text
   */
  FailureMapper(String provider, String agent, @Nullable OutputFormat output, TimeSource time) {
    this.provider = provider;
    this.agent = agent;
    this.output = output;
    this.time = time;
    this.start = time.nanoTime();
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Returns the exception for a failure; an {@link AgentException} itself.
   *
   * @param hasResponse whether a part of the response was received
   */
  AgentException map(Throwable failure, boolean hasResponse) {
    return switch (failure) {
      case AgentException known -> known;
      case RateLimitException e -> rateLimited(e);
      case AuthenticationException e -> UnauthorizedException.of(error(e, 401));
      case TimeoutException e -> timedOut(hasResponse);
      case ContentFilteredException e -> ModelRefusalException.of(agent, text(e));
      case ModelNotFoundException e -> BadRequestException.of(error(e, 404));
      case InvalidRequestException e -> rejected(e, 400);
      case UnsupportedFeatureException e -> rejected(e, 501);
      case UnresolvedModelServerException e -> transport(e, Stage.CONNECT);
      case InternalServerException e -> internalError(e);
      default -> ofCause(failure, hasResponse);
    };
  }

  private AgentException ofCause(Throwable failure, boolean hasResponse) {
    HttpException http = find(failure, HttpException.class);
    if (http != null) {
      return ofStatus(http);
    }
    if (find(failure, HttpConnectTimeoutException.class) != null
        || find(failure, ConnectException.class) != null
        || find(failure, UnknownHostException.class) != null
        || find(failure, UnresolvedAddressException.class) != null) {
      return transport(failure, Stage.CONNECT);
    }
    if (find(failure, HttpTimeoutException.class) != null
        || find(failure, java.util.concurrent.TimeoutException.class) != null) {
      return timedOut(hasResponse);
    }
    IOException io = find(failure, IOException.class);
    // The exceptions of Jackson 2 are of this type, too.
    if (io != null && !io.getClass().getName().startsWith(JACKSON)) {
      return transport(failure, hasResponse ? Stage.RESPONSE : Stage.REQUEST);
    }
    // The checks of arguments in the modules of LangChain4j.
    if (failure instanceof IllegalArgumentException e && !hasResponse) {
      return rejected(e, 400);
    }
    return TransportException.of(
        "%s failed with %s\nCheck the address in the builder of the LangChain4j model; else this may be a fault of its module, and the cause has the stack trace."
            .formatted(provider, failure),
        Stage.PROTOCOL,
        failure);
  }

  private AgentException ofStatus(HttpException e) {
    int status = e.statusCode();
    return switch (status) {
      case 401, 403 -> UnauthorizedException.of(error(e, status));
      case 402, 429 -> rateLimited(e);
      case 408, 409, 425 -> UnavailableException.of(error(e, status), null);
      default -> status >= 500 ? internalError(e) : rejected(e, status);
    };
  }

  private AgentException internalError(Throwable e) {
    ProviderError error = error(e, 500);
    return CONTEXT_TOO_LARGE.matcher(error.message()).find()
        ? ContextTooLargeException.of(agent, error)
        : UnavailableException.of(error, null);
  }

  private AgentException rateLimited(Throwable e) {
    ProviderError error = error(e, 429);
    return RateLimitedException.of(error, kind(error.message()), null);
  }

  private static Kind kind(String message) {
    if (RATE.matcher(message).find()) {
      return Kind.RATE;
    }
    if (QUOTA.matcher(message).find()) {
      return Kind.QUOTA;
    }
    return CAPACITY.matcher(message).find() ? Kind.CAPACITY : Kind.RATE;
  }

  private AgentException rejected(Throwable e, int status) {
    ProviderError error = error(e, status);
    if (CONTEXT_TOO_LARGE.matcher(error.message()).find()) {
      return ContextTooLargeException.of(agent, error);
    }
    return BadRequestException.of(error, rejectedPart(error.message()));
  }

  private RejectedPart rejectedPart(String message) {
    OutputFormat format = output;
    if (format == null || format.mode() == ResponseMode.PROMPTED_JSON) {
      return RejectedPart.REQUEST;
    }
    if (SCHEMA.matcher(message).find()) {
      return RejectedPart.SCHEMA;
    }
    return MODE.matcher(message).find() && REFUSAL.matcher(message).find()
        ? RejectedPart.MODE
        : RejectedPart.REQUEST;
  }

  private AgentException timedOut(boolean hasResponse) {
    return TimedOutException.of(
        hasResponse ? TimedOutException.Limit.BETWEEN_CHUNKS : TimedOutException.Limit.FIRST_BYTE,
        Duration.ofNanos(Math.max(0, time.nanoTime() - start)),
        LangChain4jExchange.ACTIVITY);
  }

  private AgentException transport(Throwable e, Stage stage) {
    String advice =
        stage == Stage.CONNECT
            ? "Check the network, and the address in the builder of the LangChain4j model."
            : "Try again.";
    return TransportException.of(
        "The connection to %s failed: %s\n%s".formatted(provider, text(e), advice), stage, e);
  }

  private ProviderError error(Throwable e, int status) {
    HttpException http = find(e, HttpException.class);
    String body = http == null ? text(e) : text(http);
    return new ProviderError(provider, http == null ? status : http.statusCode(), null, body, body);
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Predicate<Throwable> isOfType = type::isInstance;
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (isOfType.test(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
