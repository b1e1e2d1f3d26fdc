package org.atomicagents.messages;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.Endpoint;
import org.atomicagents.internal.provider.EnvironmentConfig;
import org.atomicagents.internal.provider.ErrorFactory;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.ProviderProfile;
import org.atomicagents.internal.provider.RequestDefaults;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.internal.provider.SecretApiKey;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** A client of a minimal second protocol, which streams typed server-sent events. */
final class MessagesClient implements ModelClient, AutoCloseable {
  private static final ProviderProfile PROFILE =
      new ProviderProfile(
          "messages", "Messages", null, "MESSAGES_BASE_URL", "MESSAGES_API_KEY", "Ask for a key");

  private final Endpoint endpoint;
  private final ProviderHttpClient http;

  private MessagesClient(URI baseUrl, SecretApiKey key) {
    this.endpoint = new Endpoint(PROFILE, baseUrl, "");
    var defaults =
        new RequestDefaults(
            key, Map.of("x-api-key", key.secret()), Map.of(), PROFILE.connectAdvice());
    var errors =
        new ErrorFactory(
            PROFILE.id(),
            "a messages API",
            defaults,
            (status, message, code) -> RejectedPart.REQUEST,
            TimeSource.system());
    this.http = new ProviderHttpClient(null, errors, 1_000_000);
  }

  static MessagesClient fromEnv(EnvironmentConfig.VariableLookup environment) {
    var config = new EnvironmentConfig(PROFILE, environment);
    URI baseUrl = config.baseUrl(UnaryOperator.identity());
    SecretApiKey key = config.key("Or run a model on this machine.");
    if (key == null) {
      throw new AssertionError("The profile requires a key.");
    }
    return new MessagesClient(baseUrl, key);
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    HttpRequest post =
        HttpRequest.post(endpoint.resolve("/messages"), "application/json", writeBody(request));
    return http.open(post, true, call, MessagesParser::new);
  }

  @Override
  public void close() {
    http.close();
  }

  private static byte[] writeBody(ModelRequest request) {
    return WireJson.writeObject(json -> {
      json.writeStringProperty("model", request.model());
      json.writeBooleanProperty("stream", true);
      json.writeArrayPropertyStart("messages");
      for (Message message : request.messages()) {
        json.writeStartObject();
        json.writeStringProperty("content", message.text());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /** Parses events such as {@code {"type":"text","text":"Hi"}}. */
  private static final class MessagesParser implements ResponseParser {
    private final Map<String, List<String>> headers;
    private final Queue<ModelEvent> events = new ArrayDeque<>();
    private boolean started;
    private @Nullable String finishReason;
    private @Nullable String error;

    MessagesParser(Map<String, List<String>> headers) {
      this.headers = headers;
    }

    @Override
    public Queue<ModelEvent> events() {
      return events;
    }

    @Override
    public void read(byte[] data, int length) {
      readEvent(WireJson.JsonTreeReader.MAPPER.readTree(data, 0, length));
    }

    @Override
    public void read(JsonParser body) {
      readEvent(WireJson.JsonTreeReader.MAPPER.readTree(body));
    }

    private void readEvent(JsonNode event) {
      switch (event.path("type").asString("")) {
        case "start" -> {
          started = true;
          events.add(
              new ModelEvent.Started(
                  event.path("id").asString(), event.path("model").asString(), headers));
        }
        case "text" -> events.add(new ModelEvent.TextDelta(event.path("text").asString()));
        case "stop" -> {
          finishReason = event.path("reason").asString();
          events.add(new ModelEvent.UsageReport(Usage.of(event.path("in").asLong(), 1)));
        }
        case "error" -> error = event.path("error").toString();
        default -> {}
      }
    }

    @Override
    public boolean isStarted() {
      return started;
    }

    @Override
    public boolean isFinished() {
      return finishReason != null;
    }

    @Override
    public @Nullable String error() {
      return error;
    }

    @Override
    public void complete() {
      String raw = finishReason == null ? "" : finishReason;
      events.add(new ModelEvent.Finished(FinishReason.STOP, raw));
    }

    @Override
    public String requiredContent() {
      return "events";
    }
  }
}
