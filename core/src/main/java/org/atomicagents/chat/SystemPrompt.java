package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.atomicagents.chat.PromptGenerator.ContextInfo;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The system prompt of an agent: its background, its steps, its output instructions, and the
 * content of its {@linkplain ContextProvider context providers}.
 *
 * {@snippet class="org.atomicagents.chat.SystemPromptSnippets" region="prompt"}
 *
 * <p>The prompt is rendered in each run; without context providers, it is rendered once and cached.
 * Immutable and thread-safe; the {@code with} methods return copies.
 */
public final class SystemPrompt {
  private static final SystemPrompt NONE = new SystemPrompt(null, new LinkedHashMap<>());

  private final @Nullable PromptGenerator generator;
  private final SequencedMap<String, ContextProvider> providers;
  private final @Nullable Lazy<Rendered> cachedPrompt;

  private SystemPrompt(
      @Nullable PromptGenerator generator, SequencedMap<String, ContextProvider> providers) {
    this.generator = generator;
    this.providers = providers;
    this.cachedPrompt =
        generator == null || !providers.isEmpty() ? null : new Lazy<>(() -> render(generator));
  }

  private static Rendered render(PromptGenerator generator) {
    String text = generator.generate(List.of());
    return new Rendered(text, text, List.of());
  }

  /**
   * Returns the default prompt: a friendly assistant, with instructions to respond with the JSON
   * schema of the output.
   */
  public static SystemPrompt defaults() {
    return builder().build();
  }

  /** Returns an empty prompt; requests have no system message. */
  public static SystemPrompt none() {
    return NONE;
  }

  /** Returns a prompt with a fixed text; context providers are ignored. */
  public static SystemPrompt text(String text) {
    Objects.requireNonNull(text, "text");
    return of(context -> text);
  }

  /** Returns a prompt whose text is generated. */
  public static SystemPrompt of(PromptGenerator generator) {
    return new SystemPrompt(Objects.requireNonNull(generator), new LinkedHashMap<>());
  }

  /** Returns a builder of a prompt in sections, all of them optional. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a copy with a context provider, which replaces a provider with the same name.
   *
   * @param name the name of the provider, for {@link #provider} and {@link #withoutProvider}; not
   *     part of the prompt
   * @throws IllegalStateException if this prompt is {@link #none()}
   */
  public SystemPrompt withProvider(String name, ContextProvider provider) {
    Objects.requireNonNull(provider, "provider");
    if (generator == null) {
      throw new IllegalStateException(
          "SystemPrompt.none() cannot have context providers.\nUse SystemPrompt.defaults().");
    }
    var more = new LinkedHashMap<>(providers);
    more.put(name, provider);
    return new SystemPrompt(generator, more);
  }

  /**
   * Returns a copy without a context provider.
   *
   * @throws IllegalArgumentException if there is no provider with that name
   */
  public SystemPrompt withoutProvider(String name) {
    provider(name);
    var fewer = new LinkedHashMap<>(providers);
    fewer.remove(name);
    return new SystemPrompt(generator, fewer);
  }

  /**
   * Returns the context provider with a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ContextProvider provider(String name) {
    ContextProvider provider = providers.get(name);
    if (provider == null) {
      throw new IllegalArgumentException("Context provider '" + name + "' not found.");
    }
    return provider;
  }

  /**
   * Returns the text of this prompt; calls each context provider once.
   *
   * @throws org.atomicagents.error.TimedOutException if the time limit of a provider passes
   */
  public Rendered render() {
    return render(Deadline.none());
  }

  /**
   * Returns the text of this prompt; calls each context provider once.
   *
   * @param deadline the deadline of the run, for providers with a time limit
   * @throws org.atomicagents.error.TimedOutException if the deadline or the time limit of a
   *     provider passes
   */
  public Rendered render(Deadline deadline) {
    if (generator == null) {
      return Rendered.EMPTY;
    }
    return cachedPrompt == null ? renderWithProviders(generator, deadline) : cachedPrompt.get();
  }

  private Rendered renderWithProviders(PromptGenerator generator, Deadline deadline) {
    var stable = new ArrayList<ContextInfo>(providers.size());
    var changing = new ArrayList<ContextInfo>(providers.size());
    var omitted = new ArrayList<OmittedContext>();
    providers.forEach((name, provider) -> {
      try {
        var info = new ContextInfo(provider.title(), ContextCall.info(provider, deadline));
        (provider.affectsFingerprint() ? stable : changing).add(info);
      } catch (RuntimeException e) {
        if (e instanceof CancelledException || !(provider instanceof OmissibleContext)) {
          throw e;
        }
        if (ContextFailure.isInterrupt(e)) {
          throw CancelledException.interrupted(
              "waiting for the context provider '" + name + "'", e);
        }
        omitted.add(new OmittedContext(name, e));
      }
    });
    String stableText = generator.generate(List.copyOf(stable));
    if (changing.isEmpty()) {
      return new Rendered(stableText, stableText, List.copyOf(omitted));
    }
    var all = new ArrayList<>(stable);
    all.addAll(changing);
    return new Rendered(generator.generate(all), stableText, List.copyOf(omitted));
  }

  /** The rendered prompt of one run. Immutable. */
  public static final class Rendered {
    static final Rendered EMPTY = new Rendered("", "", List.of());

    private final String text;
    private final String fingerprintText;
    private final List<OmittedContext> omitted;
    // Created once: the runs of an agent without context providers share their prompt.
    private final Message message;

    private Rendered(String text, String fingerprintText, List<OmittedContext> omitted) {
      this.text = text;
      this.fingerprintText = fingerprintText;
      this.omitted = List.copyOf(omitted);
      this.message = message(text, fingerprintText);
    }

    private static Message message(String text, String fingerprintText) {
      int stable = fingerprintText.length();
      return stable == 0 || stable == text.length() || !text.startsWith(fingerprintText)
          ? Message.system(text)
          : new Message(
              Role.SYSTEM,
              List.of(
                  new Content.Text(fingerprintText),
                  new Content.CacheBoundary(),
                  new Content.Text(text.substring(stable))));
    }

    /** Returns the text of the system message; empty for no system message. */
    public String text() {
      return text;
    }

    /**
     * Returns the text without the providers that do not affect the fingerprint; see {@link
     * ContextProvider#affectsFingerprint()}.
     */
    public String fingerprintText() {
      return fingerprintText;
    }

    /** Returns the providers that failed and were omitted, in the order of their registration. */
    public List<OmittedContext> omitted() {
      return omitted;
    }

    /**
     * Returns the system message of the prompt. If volatile content follows stable content, a
     * {@link Content.CacheBoundary} separates them.
     */
    public Message message() {
      return message;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Rendered that
          && text.equals(that.text)
          && fingerprintText.equals(that.fingerprintText)
          && omitted.equals(that.omitted);
    }

    @Override
    public int hashCode() {
      return Objects.hash(text, fingerprintText, omitted);
    }

    /** Returns the size of the prompt. */
    @Override
    public String toString() {
      return "Rendered[" + text.length() + " characters]";
    }
  }

  /**
   * A context provider that failed, and whose section was omitted.
   *
   * @param name the name of the provider in its prompt
   * @param failure the exception that it threw
   */
  public record OmittedContext(String name, RuntimeException failure) {
    /** Returns the name and the type of the failure. */
    @Override
    public String toString() {
      return "OmittedContext[" + name + ", " + failure.getClass().getSimpleName() + "]";
    }
  }

  @Override
  public String toString() {
    String name =
        generator == null || generator instanceof SectionedPrompt
            ? "SystemPrompt"
            : generator.getClass().getSimpleName();
    return providers.keySet().stream()
        .map(providerName -> "'" + providerName + "'")
        .collect(Collectors.joining(", ", name + " (providers=[", "])"));
  }

  /**
   * A builder of a prompt in sections.
   *
   * <p>Each method replaces the lines of its section; every line becomes a list item. Not
   * thread-safe.
   */
  public static final class Builder {
    private List<String> background = List.of();
    private List<String> steps = List.of();
    private List<String> output = List.of();
    private final SequencedMap<String, ContextProvider> providers = new LinkedHashMap<>();

    private Builder() {}

    /** Sets the identity and purpose of the agent; default: a helpful and friendly assistant. */
    public Builder background(String... lines) {
      return background(List.of(lines));
    }

    /** Sets the identity and purpose of the agent; default: a helpful and friendly assistant. */
    public Builder background(List<String> lines) {
      background = List.copyOf(lines);
      return this;
    }

    /** Sets the steps that the agent follows; default: none. */
    public Builder steps(String... lines) {
      return steps(List.of(lines));
    }

    /** Sets the steps that the agent follows; default: none. */
    public Builder steps(List<String> lines) {
      steps = List.copyOf(lines);
      return this;
    }

    /**
     * Sets the instructions for the output; default: none. Two lines about the schema and the
     * context are always appended.
     */
    public Builder output(String... lines) {
      return output(List.of(lines));
    }

    /**
     * Sets the instructions for the output; default: none. Two lines about the schema and the
     * context are always appended.
     */
    public Builder output(List<String> lines) {
      output = List.copyOf(lines);
      return this;
    }

    /**
     * Adds a context provider, which replaces a provider with the same name.
     *
     * @param name the name of the provider, for {@link SystemPrompt#provider}; not part of the
     *     prompt
     */
    public Builder provider(String name, ContextProvider provider) {
      providers.put(name, Objects.requireNonNull(provider, "provider"));
      return this;
    }

    /** Returns a prompt with these sections and providers. */
    public SystemPrompt build() {
      return new SystemPrompt(
          new SectionedPrompt(background, steps, output), new LinkedHashMap<>(providers));
    }
  }
}
