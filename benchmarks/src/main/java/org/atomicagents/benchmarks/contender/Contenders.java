package org.atomicagents.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.PlainOrder;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.benchmarks.stub.StubProtocol;

/** All contenders by name. */
public final class Contenders {
  public static final String OURS = "atomic-agents";
  public static final String OURS_UNCONSTRAINED = "unconstrained";
  public static final String BASELINE = "jackson+validator";
  public static final String LANGCHAIN4J = "langchain4j";
  public static final String SPRING_AI = "spring-ai";
  public static final String READ_OURS = "lenient-read";
  public static final String READ_JACKSON = "jackson-read";
  public static final String HTTP_OURS = "http-atomic-agents";
  public static final String HTTP_BASELINE = "http-okhttp+jackson";
  public static final String HTTP_LANGCHAIN4J = "http-langchain4j";
  public static final String HTTP_OPENAI_JAVA = "http-openai-java";
  public static final String HTTP_SPRING_AI = "http-spring-ai";

  /** A contender that is written in Python. */
  public static final String HTTP_PYTHON = "http-python";

  public static final String RESPONSES_OURS = "responses-atomic-agents";
  public static final String RESPONSES_BASELINE = "responses-okhttp+jackson";
  public static final String MESSAGES_OURS = "messages-atomic-agents";
  public static final String MESSAGES_BASELINE = "messages-okhttp+jackson";
  public static final String GEMINI_OURS = "gemini-atomic-agents";
  public static final String GEMINI_BASELINE = "gemini-okhttp+jackson";

  public static final String STREAM_OURS = "stream-atomic-agents";
  public static final String STREAM_OKHTTP = "stream-okhttp";
  public static final String STREAM_LANGCHAIN4J = "stream-langchain4j";
  public static final String STREAM_OPENAI_JAVA = "stream-openai-java";
  public static final String STREAM_SPRING_AI = "stream-spring-ai";

  /** A contender that is written in Python. */
  public static final String STREAM_PYTHON = "stream-python";

  public static final String HISTORY_1000 = "history-1000";
  public static final String HISTORY_10000 = "history-10000";
  public static final String HISTORY_100000 = "history-100000";
  public static final String HISTORY_LANGCHAIN4J = "history-langchain4j";
  public static final String HISTORY_SPRING_AI = "history-spring-ai";

  public static final String CACHE_HIT = "cache-hit";
  public static final String CACHE_HIT_1M = "cache-hit-1m";

  public static final String METRICS_NONE = "metrics-none";
  public static final String METRICS_OFF = "metrics-off";
  public static final String METRICS_ON = "metrics-on";
  public static final String OBSERVED_NONE = "observed-none";
  public static final String OBSERVED_OFF = "observed-off";
  public static final String OBSERVED_METERS = "observed-meters";
  public static final String OBSERVED_RECORDER = "observed-recorder";
  public static final String OBSERVED_SPANS = "observed-spans";

  public static final String CHAIN_NONE = "chain-none";
  public static final String CHAIN_COMPLETE = "chain-complete";
  public static final String CHAIN_OPEN = "chain-open-breaker";

  private Contenders() {}

  static Contender of(String name, List<String> arguments) {
    return switch (name) {
      case OURS -> new StubbedAgent<>(Order.class, SampleOrder.order());
      case OURS_UNCONSTRAINED -> new StubbedAgent<>(PlainOrder.class, SampleOrder.plainOrder());
      case BASELINE -> new JacksonValidatorBaseline();
      case LANGCHAIN4J -> new StubbedLangChain4j();
      case SPRING_AI -> new StubbedSpringAi();
      case READ_OURS -> new LenientReading();
      case READ_JACKSON -> new JacksonReading();
      case HTTP_OURS -> overHttp(StubProtocol.CHAT, arguments);
      case HTTP_BASELINE -> baseline(StubProtocol.CHAT, arguments);
      case RESPONSES_OURS -> overHttp(StubProtocol.RESPONSES, arguments);
      case RESPONSES_BASELINE -> baseline(StubProtocol.RESPONSES, arguments);
      case MESSAGES_OURS -> overHttp(StubProtocol.MESSAGES, arguments);
      case MESSAGES_BASELINE -> baseline(StubProtocol.MESSAGES, arguments);
      case GEMINI_OURS -> overHttp(StubProtocol.GEMINI, arguments);
      case GEMINI_BASELINE -> baseline(StubProtocol.GEMINI, arguments);
      case HTTP_LANGCHAIN4J -> new LangChain4jOverHttp(URI.create(arguments.getFirst()));
      case HTTP_OPENAI_JAVA -> OpenAiJava.typedCall(URI.create(arguments.getFirst()));
      case HTTP_SPRING_AI -> SpringAiOverHttp.typedCall(URI.create(arguments.getFirst()));
      case STREAM_OURS -> new AtomicAgentsStreaming(URI.create(arguments.getFirst()));
      case STREAM_OKHTTP -> TextStreaming.of(LoadClients.OKHTTP, URI.create(arguments.getFirst()));
      case STREAM_LANGCHAIN4J ->
          TextStreaming.of(LoadClients.LANGCHAIN4J, URI.create(arguments.getFirst()));
      case STREAM_OPENAI_JAVA ->
          OpenAiJava.textStream(URI.create(arguments.getFirst()), expectedText(arguments));
      case STREAM_SPRING_AI ->
          SpringAiOverHttp.textStream(URI.create(arguments.getFirst()), expectedText(arguments));
      case HISTORY_1000 -> new AtomicAgentsHistory(1_000);
      case HISTORY_10000 -> new AtomicAgentsHistory(10_000);
      case HISTORY_100000 -> new AtomicAgentsHistory(100_000);
      case HISTORY_LANGCHAIN4J -> new LangChain4jHistory();
      case HISTORY_SPRING_AI -> new SpringAiHistory();
      case CACHE_HIT -> new CachedHit(16 * 1024);
      case CACHE_HIT_1M -> new CachedHit(1024 * 1024);
      case METRICS_NONE -> MeteredAgent.bare();
      case METRICS_OFF -> MeteredAgent.timed(false);
      case METRICS_ON -> MeteredAgent.timed(true);
      case OBSERVED_NONE -> ObservedContender.bare();
      case OBSERVED_OFF -> ObservedContender.disabled();
      case OBSERVED_METERS -> ObservedContender.withMeters();
      case OBSERVED_RECORDER -> ObservedContender.withRecorder();
      case OBSERVED_SPANS -> ObservedContender.withSpans();
      case CHAIN_NONE -> ChainedModel.bare();
      case CHAIN_COMPLETE -> ChainedModel.complete();
      case CHAIN_OPEN -> ChainedModel.open();
      default ->
          throw new IllegalArgumentException("contender: expected a known name, found " + name);
    };
  }

  // The class paths of these contenders have no libraries that could write the text.
  private static String expectedText(List<String> arguments) {
    try {
      return Files.readString(Path.of(arguments.get(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Contender overHttp(StubProtocol protocol, List<String> arguments) {
    return AtomicAgentsOverHttp.of(protocol, URI.create(arguments.getFirst()));
  }

  private static Contender baseline(StubProtocol protocol, List<String> arguments) {
    return new OkHttpJacksonBaseline(protocol, URI.create(arguments.getFirst()));
  }
}
