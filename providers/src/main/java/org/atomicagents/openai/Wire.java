package org.atomicagents.openai;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.atomicagents.internal.http.HttpAnswer;
import org.atomicagents.internal.http.HttpCall;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.Budget;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.atomicagents.model.TransportException;
import org.jspecify.annotations.Nullable;

/** What all requests to a provider have in common: key, headers, advice, and how errors read. */
final class Wire {
  private static final Pattern SECRET =
      Pattern.compile("auth|key|token|secret|cookie", Pattern.CASE_INSENSITIVE);

  private final Provider provider;
  private final @Nullable ApiKey key;
  private final Map<String, String> headers;
  private final TimeSource time;
  private final String advice;
  private final Map<String, String> usual;
  private final Map<String, String> streaming;

  /**
   * What stays the same for all requests is made once, here.
   *
   * @param headers sent with each request, in the place of usual ones of the same name
   */
  Wire(Provider provider, @Nullable ApiKey key, Map<String, String> headers, TimeSource time) {
    this.provider = provider;
    this.key = key;
    this.headers = Map.copyOf(headers);
    this.time = time;
    this.advice = advice(provider);
    this.usual = usual(provider, key, headers);
    var stream = new LinkedHashMap<String, String>();
    stream.put("Accept", "text/event-stream");
    // A compressed stream comes in lumps: servers hold it back until a block is full.
    stream.put("Accept-Encoding", "identity");
    stream.putAll(usual);
    this.streaming = stream;
  }

  private static Map<String, String> usual(
      Provider provider, @Nullable ApiKey key, Map<String, String> headers) {
    var usual = new LinkedHashMap<String, String>();
    if (key != null && provider.isAzure()) {
      usual.put("api-key", key.secret());
    } else if (key != null) {
      usual.put("Authorization", "Bearer " + key.secret());
    }
    usual.putAll(headers);
    return usual;
  }

  /** A call of its own, outside of any run. */
  static CallContext alone(Duration most) {
    return new CallContext(
        "standalone",
        Deadline.after(most),
        Budget.unlimited(),
        1,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }

  HttpCall prepared(HttpCall http) {
    return http.withAdvice(advice).withHeaders(usual);
  }

  HttpCall preparedToStream(HttpCall http) {
    return http.withAdvice(advice).withHeaders(streaming);
  }

  Errors errors(HttpAnswer answer, HttpCall http, CallContext call) {
    return new Errors(answer, http, call);
  }

  /** What to do when nobody can be reached. */
  String advice() {
    return advice;
  }

  private static String advice(Provider provider) {
    if (provider.keyVariable() != null) {
      return "Check the network, the proxy and " + provider.urlVariable() + ".";
    }
    return provider.help().isEmpty()
        ? "Is " + provider.name() + " running there? Check the address."
        : "Is %s running there? %s, or set %s to where it runs."
            .formatted(provider.name(), provider.help(), provider.urlVariable());
  }

  private String scrubbed(String text) {
    String clean = key == null ? text : key.scrub(text);
    for (var header : headers.entrySet()) {
      if (SECRET.matcher(header.getKey()).find()) {
        clean = ApiKey.scrub(clean, header.getValue());
      }
    }
    return clean;
  }

  /** Makes the exceptions of one request. */
  final class Errors implements ChatAnswer.Errors {
    private final HttpAnswer answer;
    private final HttpCall http;
    private final CallContext call;

    private Errors(HttpAnswer answer, HttpCall http, CallContext call) {
      this.answer = answer;
      this.http = http;
      this.call = call;
    }

    /** The answer has a status that isn't 2xx: reads what it says, and closes it. */
    AgentException refused() {
      return refused(readError());
    }

    /**
     * The answer has a status that isn't 2xx: takes what the model has said from it, and closes it.
     *
     * @throws AgentException if the error is about anything else
     */
    ModelExchange refused(AnswerReader reader) {
      String text = readError();
      if (!reader.takeFailed(text)) {
        throw refused(text);
      }
      reader.end();
      return ModelExchange.of(List.copyOf(reader.events()));
    }

    private String readError() {
      try (answer) {
        return redirection().isEmpty() ? scrubbed(new ShortBody(answer, call).readError()) : "";
      }
    }

    private AgentException refused(String text) {
      String location = redirection();
      return location.isEmpty() ? error(answer.status(), text) : redirected(location);
    }

    /** Where the provider sends the request to; empty if it doesn't. */
    private String redirection() {
      return answer.status() / 100 == 3 ? answer.header("location").orElse("") : "";
    }

    @Override
    public AgentException told(String json) {
      return error(0, json);
    }

    @Override
    public TransportException unexpected(String what, TransportException.Stage stage) {
      String advice =
          stage == TransportException.Stage.RESPONSE
              ? "Try again."
              : "Check that the address is that of an OpenAI-compatible interface.";
      String message = "%s answered %s\n(%s)\n%s".formatted(provider.id(), what, http, advice);
      // Without a cause: a parser's message may repeat what came, and so the key.
      return TransportException.of(scrubbed(message), stage, null);
    }

    private AgentException error(int status, String text) {
      return ErrorAnswer.of(
              call.agent(),
              provider.id(),
              status,
              answer.headers(),
              scrubbed(text),
              http.toString(),
              time)
          .exception();
    }

    private TransportException redirected(String location) {
      return TransportException.of(
          "%s answered %d with a redirect to %s, which is not followed, since it would carry the key along.\n(%s)\nSet the base URL to where the interface is."
              .formatted(
                  provider.id(),
                  answer.status(),
                  scrubbed(location.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//")),
                  http),
          TransportException.Stage.PROTOCOL,
          null);
    }
  }
}
