package org.atomicagents.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * A client of any provider for which LangChain4j has a {@link ChatModel} or a {@link
 * StreamingChatModel}, such as Amazon Bedrock, Vertex AI or watsonx.
 *
 * {@snippet :
 * ChatModel bedrock = BedrockChatModel.builder().modelId("amazon.nova-pro-v1:0").build();
 * Model model = LangChain4jClient.of(bedrock).model();
 * }
 *
 * <p>Each request is sent on a virtual thread of its own. An interrupt, a cancelled run and a
 * passed deadline end the exchange at once, even if the model of LangChain4j keeps waiting: its
 * thread is interrupted, and its stream is cancelled if its provider supports that.
 *
 * <p>LangChain4j passes on neither response headers nor the wait that a provider demands. Its
 * models retry failed requests on their own, before {@link RetryPolicy#ofDefaults()} applies;
 * {@code maxRetries(0)} in the builder of the model leaves all retries to {@link Model#withRetry}.
 *
 * <p>Thread-safe if the model of LangChain4j is, as LangChain4j requires. Owns no resources;
 * immutable: the {@code with} methods return copies.
 */
public final class LangChain4jClient implements ModelClient {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

  private final @Nullable ChatModel blocking;
  private final @Nullable StreamingChatModel streaming;
  private final Settings settings;
  private final String provider;
  private final String defaultName;
  private final String identity;
  private final RequestConverter requests;
  private final ModeFallback modeFallback = new ModeFallback();

  /**
   * The settings of a client.
   *
   * @param identity an addition to the identity; empty for none
   * @param rawSchemas whether schemas are sent as text
   */
  private record Settings(
      Duration timeout,
      Function<? super TokenUsage, Usage> usage,
      boolean rawSchemas,
      String identity) {}

  private LangChain4jClient(
      @Nullable ChatModel blocking, @Nullable StreamingChatModel streaming, Settings settings) {
    this.blocking = blocking;
    this.streaming = streaming;
    this.settings = settings;
    ChatRequestParameters defaults = defaultParameters(blocking, streaming);
    this.provider = providerName(modelProvider(blocking, streaming));
    String configured = defaults == null ? null : defaults.modelName();
    Class<?> type = Objects.requireNonNull(blocking == null ? streaming : blocking).getClass();
    this.defaultName =
        configured == null || configured.isBlank() ? nameOf(type) : configured.strip();
    this.identity = identity(type, defaults);
    this.requests = new RequestConverter(provider, defaultName, defaults, settings.rawSchemas());
  }

  /** Returns a client of a model that sends complete responses, also for streamed runs. */
  public static LangChain4jClient of(ChatModel model) {
    return create(Objects.requireNonNull(model, "model"), null);
  }

  /** Returns a client of a model whose responses are always streamed. */
  public static LangChain4jClient of(StreamingChatModel model) {
    return create(null, Objects.requireNonNull(model, "model"));
  }

  /**
   * Returns a client of one model in its two forms: streamed runs use the second one.
   *
   * @param blocking the form that sends complete responses
   * @param streaming the form that sends streams
   */
  public static LangChain4jClient of(ChatModel blocking, StreamingChatModel streaming) {
    return create(
        Objects.requireNonNull(blocking, "blocking"),
        Objects.requireNonNull(streaming, "streaming"));
  }

  private static LangChain4jClient create(
      @Nullable ChatModel blocking, @Nullable StreamingChatModel streaming) {
    return new LangChain4jClient(
        blocking, streaming, new Settings(DEFAULT_TIMEOUT, UsageCounts::of, false, ""));
  }

  /**
   * Returns the model under the name that is configured in LangChain4j; under the simple name of
   * its class if that is not known.
   *
   * <p>The response modes are chosen from the {@linkplain ChatModel#supportedCapabilities()
   * capabilities} of the model: a JSON Schema if it has them, then a forced tool call, then a
   * schema in the prompt. Of two forms, the one with complete responses decides. Some modules
   * report a capability only if it is set in the builder of the model; {@link Model#withModes}
   * overrides the choice. A mode that the provider refuses falls back to the next one, as described
   * in {@link ModeFallback}.
   */
  public Model model() {
    return model(defaultName);
  }

  /**
   * Returns a model like {@link #model()} under another name, which is sent in each request; not
   * every provider of LangChain4j accepts that.
   */
  public Model model(String name) {
    return Model.of(this, name)
        .withCapabilities(capabilities())
        .with(modeFallback)
        .withRetry(RetryPolicy.ofDefaults());
  }

  private ModelCapabilities capabilities() {
    return supportsSchemas()
        ? ModelCapabilities.ofModes(
                ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON)
            .withStrictSchemas(true)
        : ModelCapabilities.ofModes(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
  }

  // Streaming models often do not report what the other form of the same model does.
  private boolean supportsSchemas() {
    return hasSchemas(
        blocking == null
            ? Objects.requireNonNull(streaming).supportedCapabilities()
            : blocking.supportedCapabilities());
  }

  private static boolean hasSchemas(@Nullable Set<Capability> capabilities) {
    return capabilities != null && capabilities.contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
  }

  /**
   * Returns a copy with another time limit for silence: the longest time to the first event of a
   * response and between two of them; for a complete response, its total time. Default: 10 minutes,
   * since models of LangChain4j have timeouts of their own; maximum: 365 days.
   *
   * <p>A request beyond the limit ends with {@link TimedOutException}.
   *
   * @throws IllegalArgumentException unless the limit is positive
   */
  public LangChain4jClient withTimeout(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("timeout: expected a positive duration, found " + limit);
    }
    Duration bounded = limit.compareTo(MAX_TIMEOUT) < 0 ? limit : MAX_TIMEOUT;
    return with(
        new Settings(bounded, settings.usage(), settings.rawSchemas(), settings.identity()));
  }

  /**
   * Returns a copy with another conversion of token counts.
   *
   * <p>LangChain4j's common type has the numbers of input and output tokens only. Cached and
   * reasoning tokens are in the types of its providers, such as {@code OpenAiTokenUsage}.
   *
   * @param conversion gets the counts of a response, and returns them as billed; an exception or
   *     null counts as no usage
   */
  public LangChain4jClient withUsage(Function<? super TokenUsage, Usage> conversion) {
    Objects.requireNonNull(conversion, "conversion");
    return with(
        new Settings(settings.timeout(), conversion, settings.rawSchemas(), settings.identity()));
  }

  /**
   * Returns a copy that sends schemas as their text, with all keywords.
   *
   * <p>By default, schemas are sent as the elements that every provider of LangChain4j accepts;
   * constraints without an element are part of the descriptions. Text is accepted for OpenAI, Azure
   * OpenAI, Bedrock and watsonx at least.
   */
  public LangChain4jClient withRawSchemas() {
    return with(new Settings(settings.timeout(), settings.usage(), true, settings.identity()));
  }

  /**
   * Returns a copy with an addition to its {@link #identity()}, for clients whose models differ in
   * settings that LangChain4j does not show, such as their address or region.
   */
  public LangChain4jClient withIdentity(String addition) {
    Objects.requireNonNull(addition, "addition");
    return with(
        new Settings(settings.timeout(), settings.usage(), settings.rawSchemas(), addition));
  }

  private LangChain4jClient with(Settings changed) {
    return new LangChain4jClient(blocking, streaming, changed);
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    ModelRequest adjusted = ParameterAdjuster.adjust(request, context);
    ChatRequest converted = requests.convert(adjusted);
    var failures =
        new FailureMapper(provider, context.agent(), request.output(), context.timings().time());
    var source = new ResponseSource(provider, request.model(), settings.usage());
    var exchange = new LangChain4jExchange(context, settings.timeout(), failures, source);
    StreamingChatModel stream = streaming;
    ChatModel whole = blocking;
    if (stream != null && (request.stream() || whole == null)) {
      exchange.start(handler -> stream.chat(converted, handler));
    } else {
      ChatModel model = Objects.requireNonNull(whole);
      exchange.start(handler -> handler.onCompleteResponse(model.chat(converted)));
    }
    return exchange;
  }

  /** Returns {@code langchain4j-} and LangChain4j's name of the provider, in lower case. */
  @Override
  public String provider() {
    return provider;
  }

  /**
   * Returns the provider, the class of the model, a digest of its default parameters, and the
   * addition of {@link #withIdentity}.
   */
  @Override
  public String identity() {
    return identity;
  }

  /** Returns the identity, which contains no secrets. */
  @Override
  public String toString() {
    return "LangChain4jClient[" + identity + "]";
  }

  private String identity(Class<?> type, @Nullable ChatRequestParameters defaults) {
    String digest = Digest.of(String.valueOf(defaults));
    return provider
        + " by "
        + type.getName()
        + " with "
        + digest
        + (settings.rawSchemas() ? " and schemas as text" : "")
        + (settings.identity().isEmpty() ? "" : " at " + settings.identity());
  }

  private static String nameOf(Class<?> type) {
    String simple = type.getSimpleName();
    return simple.isEmpty() ? "model" : simple;
  }

  private static @Nullable ChatRequestParameters defaultParameters(
      @Nullable ChatModel blocking, @Nullable StreamingChatModel streaming) {
    return blocking == null
        ? Objects.requireNonNull(streaming).defaultRequestParameters()
        : blocking.defaultRequestParameters();
  }

  private static @Nullable ModelProvider modelProvider(
      @Nullable ChatModel blocking, @Nullable StreamingChatModel streaming) {
    return blocking == null ? Objects.requireNonNull(streaming).provider() : blocking.provider();
  }

  private static String providerName(@Nullable ModelProvider provider) {
    return provider == null || provider == ModelProvider.OTHER
        ? "langchain4j"
        : "langchain4j-" + provider.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
