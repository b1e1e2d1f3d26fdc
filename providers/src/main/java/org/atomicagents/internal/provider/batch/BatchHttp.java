package org.atomicagents.internal.provider.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.internal.provider.ItemErrors;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.ResponseErrors;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests to a batch API, which are retried if a retry has no other effect than the first
 * attempt.
 *
 * <p>Thread-safe.
 */
public final class BatchHttp {
  /** The maximum size of a file of results, in bytes. */
  private static final long MAX_FILE_BYTES = 20_000_000_000L;

  private static final String NO_OBJECT = "something other than a JSON object.";
  private static final int BUFFER_BYTES = 1 << 16;

  private final ProviderHttpClient http;
  private final RetryPolicy retry;

  /**
   * Creates a sender of requests.
   *
   * @param retry the policy for requests that fail
   */
  public BatchHttp(ProviderHttpClient http, RetryPolicy retry) {
    this.http = http;
    this.retry = retry;
  }

  /** An attempt that must not be repeated: its result, or the failure that leaves it in doubt. */
  private record Attempt(@Nullable JsonNode result, @Nullable AgentException failure) {}

  /**
   * Returns the JSON object in the response to a request that can be sent several times.
   *
   * @throws AgentException if the request fails or the response is not a JSON object
   */
  public JsonNode send(HttpRequest request, RunContext call) {
    return retry.call(call, () -> http.send(request, call, BatchHttp::readObject));
  }

  /**
   * Returns an object like {@link #send}, without the fields of a name, which may be larger than
   * the memory.
   */
  public JsonNode sendWithout(String field, HttpRequest request, RunContext call) {
    return retry.call(
        call,
        () ->
            http.exchange(
                request,
                call,
                (response, errors) -> {
                  try (JsonParser json = WireJson.parser(new ResponseStream(response))) {
                    if (json.nextToken() == JsonToken.START_OBJECT) {
                      return readWithout(field, json);
                    }
                  } catch (JacksonException e) {
                    // The exception below names the request.
                  }
                  throw errors.unexpected(NO_OBJECT, Stage.PROTOCOL);
                }));
  }

  private static JsonNode readWithout(String field, JsonParser json) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (name.equals(field)) {
          json.skipChildren();
        } else {
          object.set(name, readWithout(field, json));
        }
      }
      return object;
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        array.add(readWithout(field, json));
      }
      return array;
    }
    return WireJson.JsonTreeReader.MAPPER.readTree(WireJson.copy(json));
  }

  /**
   * Returns the JSON object in the response to a request that must not be processed twice: it is
   * sent again only if the provider has certainly not processed it.
   *
   * @throws AgentException if the request fails or the response is not a JSON object
   */
  public JsonNode sendOnce(HttpRequest request, RunContext call) {
    Attempt attempt = retry.call(call, () -> attempt(request, call));
    if (attempt.failure() != null) {
      throw attempt.failure();
    }
    return Objects.requireNonNull(attempt.result());
  }

  private Attempt attempt(HttpRequest request, RunContext call) {
    try {
      return new Attempt(http.send(request, call, BatchHttp::readObject), null);
    } catch (AgentException e) {
      if (isUnprocessed(e)) {
        throw e;
      }
      return new Attempt(null, e);
    }
  }

  private static boolean isUnprocessed(AgentException failure) {
    return switch (failure) {
      case RateLimitedException e -> true;
      case TransportException e -> e.stage() == Stage.CONNECT || e.stage() == Stage.UNPROCESSED;
      case TimedOutException e -> e.limit() == Limit.CONNECT || e.limit() == Limit.QUEUE;
      default -> false;
    };
  }

  /**
   * Returns the JSON object in the response to the second of two requests. If one of them fails,
   * both are sent again.
   *
   * @param header the name of the header, in lower case, of the first response that determines the
   *     second request; its value is empty if the response does not have it
   * @param second creates the second request
   * @throws AgentException if a request fails or the response is not a JSON object
   */
  public JsonNode sendBoth(
      HttpRequest first, String header, Function<String, HttpRequest> second, RunContext call) {
    return retry.call(
        call,
        () -> {
          String value =
              http.exchange(first, call, (response, errors) -> response.header(header).orElse(""));
          return http.send(second.apply(value), call, BatchHttp::readObject);
        });
  }

  /**
   * Returns a file with the content of a resource. A download that is cut off begins again.
   *
   * @throws AgentException if the download fails
   */
  ResultFile download(URI uri, RunContext call) {
    TemporaryFile file = TemporaryFile.create();
    boolean isComplete = false;
    try {
      retry.call(
          call,
          () -> http.exchange(HttpRequest.get(uri), call, (r, errors) -> copy(r, errors, file)));
      isComplete = true;
      return new ResultFile(file);
    } finally {
      if (!isComplete) {
        file.close();
      }
    }
  }

  private static Boolean copy(HttpResponse response, ResponseErrors errors, TemporaryFile file) {
    var buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (OutputStream output = file.output()) {
      for (int count = response.read(buffer, 0, buffer.length);
          count >= 0;
          count = response.read(buffer, 0, buffer.length)) {
        bytes += count;
        if (bytes > MAX_FILE_BYTES) {
          throw errors.unexpected("more than " + MAX_FILE_BYTES + " bytes", Stage.PROTOCOL);
        }
        output.write(buffer, 0, count);
      }
      return true;
    } catch (IOException e) {
      throw file.failure("written", e);
    }
  }

  /** Returns a factory of the exceptions for the responses of a batch. */
  public ItemErrors itemErrors() {
    return http.itemErrors();
  }

  /** Returns the maximum size of the response to one request, in bytes. */
  public int maxResponseBytes() {
    return (int) Math.min(http.maxResponseBytes(), Integer.MAX_VALUE - 16);
  }

  private static JsonNode readObject(String body, ResponseErrors errors) {
    JsonNode json = WireJson.JsonTreeReader.read(body);
    if (!json.isObject()) {
      throw errors.unexpected(NO_OBJECT, Stage.PROTOCOL);
    }
    return json;
  }
}
